package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.host.Capabilities;
import io.crij.oci.spec.OciSeccomp;
import io.crij.oci.spec.OciSyscallRule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DefaultSeccompTest {
  private static OciSeccomp profile(String... capabilities) {
    return new DefaultSeccomp(Hosts.v1()).profile(Set.of(capabilities));
  }

  /** Whether the call is allowed whatever its arguments. */
  private static boolean allows(OciSeccomp profile, String call) {
    return profile.syscalls().stream()
        .anyMatch(
            rule ->
                rule.action().equals(SeccompActions.ALLOW)
                    && rule.args().isEmpty()
                    && rule.names().contains(call));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mount",
        "umount2",
        "pivot_root",
        "move_mount",
        "open_tree",
        "fsopen",
        "kexec_load",
        "kexec_file_load",
        "init_module",
        "finit_module",
        "delete_module",
        "bpf",
        "perf_event_open",
        "keyctl",
        "add_key",
        "request_key",
        "userfaultfd",
        "setns",
        "unshare",
        "clone3",
        "reboot",
        "swapon",
        "swapoff",
        "open_by_handle_at",
        "iopl",
        "ioperm",
        "settimeofday",
        "clock_settime",
        "io_uring_setup",
        "io_uring_enter",
        "io_uring_register",
        "syslog",
        "acct",
        "quotactl",
        "socketcall",
        "clone",
        "socket",
        "sethostname"
      })
  void s10WhatReachesBeyondTheContainerIsNotAllowed(String call) {
    assertThat(allows(profile("CAP_CHOWN"), call)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "read",
        "openat",
        "execve",
        "futex",
        "epoll_pwait",
        "connect",
        "rseq",
        "statx",
        "fork",
        "ptrace",
        "landlock_create_ruleset",
        "memfd_create",
        "prlimit64",
        "setresuid"
      })
  void whatProgramsNeedIsAllowed(String call) {
    assertThat(allows(profile(), call)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "CAP_SYS_ADMIN, mount",
    "CAP_SYS_ADMIN, clone3",
    "CAP_SYS_ADMIN, clone",
    "CAP_SYS_ADMIN, setns",
    "CAP_BPF, bpf",
    "CAP_SYS_TIME, settimeofday",
    "CAP_SYS_MODULE, init_module",
    "CAP_DAC_READ_SEARCH, open_by_handle_at",
    "CAP_SYS_BOOT, reboot",
    "CAP_SYS_RAWIO, iopl",
    "CAP_SYS_CHROOT, chroot",
    "CAP_SYSLOG, syslog",
    "CAP_SYS_NICE, mbind",
  })
  void aCapabilityOpensItsCalls(String capability, String call) {
    assertThat(allows(profile(capability), call)).isTrue();
    assertThat(allows(profile(), call)).isFalse();
  }

  @Test
  void noCallIsBothAllowedAndRefused() {
    for (OciSeccomp profile :
        List.of(profile(), profile(Capabilities.known().toArray(String[]::new)))) {
      Set<String> seen = new HashSet<>();
      for (OciSyscallRule rule : profile.syscalls()) {
        if (rule.args().isEmpty()) {
          rule.names().forEach(name -> assertThat(seen.add(name)).as(name).isTrue());
        }
      }
    }
  }

  @Test
  void unknownCallsDoNotExist() {
    assertThat(profile().defaultAction()).isEqualTo("SCMP_ACT_ERRNO");
    assertThat(profile().defaultErrnoRet()).hasValue(38);
    assertThat(profile().architectures()).containsExactly("SCMP_ARCH_X86_64", "SCMP_ARCH_X86");
  }

  @Test
  void beforeLinux48TracersCouldEscape() {
    OciSeccomp old = new DefaultSeccomp(Hosts.withKernel(4, 7)).profile(Set.of());

    assertThat(allows(old, "ptrace")).isFalse();
  }

  @Test
  void theListHasItsSections() {
    Map<String, List<String>> sections = SyscallList.read();

    assertThat(sections.keySet())
        .contains("allowed", "refused", "CAP_SYS_ADMIN")
        .allMatch(
            name ->
                name.equals("allowed")
                    || name.equals("refused")
                    || Capabilities.known().contains(name));
    assertThat(sections.values())
        .allSatisfy(names -> assertThat(names).isNotEmpty().allMatch(n -> n.matches("[a-z0-9_]+")));
  }
}
