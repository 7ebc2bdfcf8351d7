package io.crij.sandbox;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.oci.spec.OciCapabilities;
import io.crij.oci.spec.OciDeviceRule;
import io.crij.oci.spec.OciLinux;
import io.crij.oci.spec.OciMount;
import io.crij.oci.spec.OciNamespace;
import io.crij.oci.spec.OciPids;
import io.crij.oci.spec.OciProcess;
import io.crij.oci.spec.OciResources;
import io.crij.oci.spec.OciRoot;
import io.crij.oci.spec.OciSeccomp;
import io.crij.oci.spec.OciSpec;
import io.crij.oci.spec.OciSyscallRule;
import io.crij.oci.spec.OciUser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The container of the process that holds a PID namespace: it may do next to nothing. */
final class HolderSpec {
  private static final long NOBODY = 65_534;
  private static final int EPERM = 1;
  private static final List<String> MASKED =
      List.of("/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/sched_debug");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  /** For the last moments of the OCI runtime, for the loader, and for waiting. */
  private static final List<String> CALLS =
      List.of(
          ("arch_prctl brk capget capset chdir clock_gettime clone clone3 close close_range dup3"
               + " epoll_create1 epoll_ctl epoll_pwait epoll_wait execve execveat exit exit_group"
               + " faccessat2 fchdir fchown fcntl fstat fstatfs futex getcwd getdents64 getegid"
               + " geteuid getgid getpid getppid getrandom gettid getuid ioctl kill lseek madvise"
               + " mmap mprotect mremap munmap nanosleep newfstatat open openat openat2 pause poll"
               + " ppoll prctl pread64 prlimit64 read readlink readlinkat restart_syscall rseq"
               + " rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend"
               + " rt_sigtimedwait sched_getaffinity sched_yield sendmsg set_robust_list"
               + " set_tid_address setgid setgroups setsid setuid sigaltstack signalfd4 stat statx"
               + " tgkill umask uname unlink unlinkat wait4 waitid write writev")
              .split(" "));

  private HolderSpec() {}

  static OciSpec of(SandboxPlaces places, CgroupPath cgroup, Path root, String ociVersion) {
    return new OciSpec(
        ociVersion,
        process(),
        new OciRoot(root.toString(), true),
        "",
        mounts(),
        Map.of(),
        linux(places, cgroup));
  }

  private static OciProcess process() {
    List<String> none = List.of();
    return new OciProcess(
        false,
        new OciUser(NOBODY, NOBODY, List.of(), OptionalInt.empty()),
        List.of("/catatonit", "-P"),
        List.of("PATH=/"),
        "/",
        Optional.of(new OciCapabilities(none, none, none, none, none)),
        List.of(),
        true,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty());
  }

  private static List<OciMount> mounts() {
    return List.of(
        new OciMount("/proc", "proc", "proc", List.of("nosuid", "noexec", "nodev")),
        new OciMount(
            "/dev", "tmpfs", "tmpfs", List.of("nosuid", "noexec", "mode=755", "size=64k")));
  }

  private static OciLinux linux(SandboxPlaces places, CgroupPath cgroup) {
    return new OciLinux(
        List.of(
            new OciNamespace("pid", ""),
            new OciNamespace("mount", ""),
            namespace("network", places, NamespaceKind.NET),
            namespace("ipc", places, NamespaceKind.IPC),
            namespace("uts", places, NamespaceKind.UTS)),
        List.of(),
        cgroup.path(),
        new OciResources(
            List.of(
                new OciDeviceRule(false, "a", OptionalLong.empty(), OptionalLong.empty(), "rwm")),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new OciPids(16)),
            List.of(),
            Map.of()),
        Optional.of(seccomp()),
        "private",
        MASKED,
        READ_ONLY,
        Map.of(),
        Optional.empty());
  }

  /** The pod's, or an empty one of its own: never the node's. */
  private static OciNamespace namespace(String type, SandboxPlaces places, NamespaceKind kind) {
    return new OciNamespace(type, places.namespace(kind).map(Path::toString).orElse(""));
  }

  private static OciSeccomp seccomp() {
    return new OciSeccomp(
        "SCMP_ACT_ERRNO",
        OptionalInt.of(EPERM),
        List.of(),
        List.of(new OciSyscallRule(CALLS, "SCMP_ACT_ALLOW", OptionalInt.empty(), List.of())));
  }
}
