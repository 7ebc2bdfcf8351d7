package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.crij.cri.v1.Capability;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.Device;
import io.crij.cri.v1.Int64Value;
import io.crij.cri.v1.LinuxContainerConfig;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.cri.v1.Mount;
import io.crij.cri.v1.MountPropagation;
import io.crij.cri.v1.SecurityProfile;
import io.crij.linux.host.Capabilities;
import io.crij.linux.mount.MountTable;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.runtime.spec.RealContainers.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What config.json does to a process, seen from inside, with each runtime of this machine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BuiltContainerKernelTest {
  private static final String STATUS = "cat /proc/self/status";

  private RealContainers containers;

  @BeforeAll
  void makeContainers() throws Exception {
    assumeThat(runtimes()).as("OCI runtimes that work here").isNotEmpty();
    containers = new RealContainers();
  }

  @AfterAll
  void closeContainers() throws Exception {
    if (containers != null) {
      containers.close();
    }
  }

  /** crun 1.8 refuses control groups v1 beside controllers on v2. */
  static Stream<RuntimePrograms> runtimes() throws Exception {
    HostFacts host = HostFacts.detect();
    boolean crunWorks = host.cgroups().isV2() || host.controllers().contains("hugetlb");
    return RuntimePrograms.installed()
        .filter(runtime -> crunWorks || !runtime.toString().equals("crun"));
  }

  private static ContainerConfig.Builder config() {
    return ContainerConfig.newBuilder();
  }

  private static ContainerConfig.Builder with(LinuxContainerSecurityContext.Builder context) {
    return config().setLinux(LinuxContainerConfig.newBuilder().setSecurityContext(context));
  }

  private static LinuxContainerSecurityContext.Builder context() {
    return LinuxContainerSecurityContext.newBuilder();
  }

  private static LinuxContainerSecurityContext.Builder user(long uid) {
    return context().setRunAsUser(Int64Value.newBuilder().setValue(uid));
  }

  private static String mask(Collection<String> capabilities) {
    long bits = 0;
    for (String name : capabilities) {
      bits |= 1L << Capabilities.known().indexOf(name);
    }
    return String.format("%016x", bits);
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void aUserWithItsGroups(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(runtime, with(user(1000).addSupplementalGroups(1234)), STATUS + "; env");

    assertThat(result.errors()).isEmpty();
    assertThat(result.status("Uid")).isEqualTo("1000\t1000\t1000\t1000");
    assertThat(result.status("Gid")).isEqualTo("1000\t1000\t1000\t1000");
    assertThat(result.status("Groups")).isEqualTo("1000 1234 50000");
    assertThat(result.lines()).contains("HOME=/srv");
    assertThat(result.status("CapEff")).isEqualTo(mask(List.of()));
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void c13CapabilitiesOfRoot(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(
            runtime,
            with(
                context()
                    .setCapabilities(
                        Capability.newBuilder()
                            .addAddCapabilities("NET_ADMIN")
                            .addDropCapabilities("KILL"))),
            STATUS);

    String expected =
        mask(
            List.of(
                "CAP_CHOWN",
                "CAP_DAC_OVERRIDE",
                "CAP_FOWNER",
                "CAP_FSETID",
                "CAP_NET_ADMIN",
                "CAP_NET_BIND_SERVICE",
                "CAP_SETGID",
                "CAP_SETPCAP",
                "CAP_SETUID"));
    assertThat(result.errors()).isEmpty();
    assertThat(result.status("CapEff")).isEqualTo(expected);
    assertThat(result.status("CapPrm")).isEqualTo(expected);
    assertThat(result.status("CapBnd")).isEqualTo(expected);
    assertThat(result.status("CapInh")).isEqualTo(mask(List.of()));
    assertThat(result.status("CapAmb")).isEqualTo(mask(List.of()));
    assertThat(result.status("NoNewPrivs")).isEqualTo("0");
    assertThat(result.status("Seccomp")).isEqualTo("0");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void ambientCapabilitiesReachAUser(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(
            runtime,
            with(
                user(1000)
                    .setNoNewPrivs(true)
                    .setCapabilities(
                        Capability.newBuilder().addAddAmbientCapabilities("NET_BIND_SERVICE"))),
            STATUS);

    assertThat(result.errors()).isEmpty();
    assertThat(result.status("CapAmb")).isEqualTo(mask(List.of("CAP_NET_BIND_SERVICE")));
    assertThat(result.status("CapEff")).isEqualTo(mask(List.of("CAP_NET_BIND_SERVICE")));
    assertThat(result.status("NoNewPrivs")).isEqualTo("1");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void allAndNoneOfTheCapabilities(RuntimePrograms runtime) throws Exception {
    Capability.Builder all = Capability.newBuilder().addAddCapabilities("ALL");
    Capability.Builder none = Capability.newBuilder().addDropCapabilities("ALL");

    assertThat(
            containers
                .shell(runtime, with(context().setCapabilities(all)), STATUS)
                .status("CapBnd"))
        .isEqualTo(mask(containers.host().capabilities()));
    assertThat(
            containers
                .shell(runtime, with(context().setCapabilities(none)), STATUS)
                .status("CapBnd"))
        .isEqualTo(mask(List.of()));
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void theEnvironmentAndTheDirectoryAreThePods(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(
            runtime,
            config().setWorkingDir("/made/for/it"),
            "pwd; env | sort; hostname; cat /etc/hostname /proc/sys/kernel/shm_rmid_forced;"
                + " stat -c %u:%a .; ls /sys/class/net");

    assertThat(result.errors()).isEmpty();
    assertThat(result.lines())
        .containsExactly(
            "/made/for/it",
            "A=1",
            "HOME=/root",
            "HOSTNAME=web-0",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "PWD=/made/for/it",
            "SHLVL=1",
            "web-0",
            "web-0",
            "1",
            "0:755",
            "lo");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void nothingOfTheHostIsVisible(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(
            runtime, config(), "cat /proc/self/mountinfo; echo; cat /proc/self/cgroup; ls /dev");

    Set<String> points =
        result
            .output()
            .lines()
            .takeWhile(line -> !line.isEmpty())
            .map(line -> line.split(" ", -1)[4])
            .filter(point -> !point.startsWith("/sys/fs/cgroup/"))
            .collect(Collectors.toSet());
    assertThat(points)
        .contains(
            "/",
            "/proc",
            "/dev",
            "/dev/pts",
            "/dev/mqueue",
            "/dev/shm",
            "/sys",
            "/sys/fs/cgroup",
            "/etc/hostname",
            "/etc/hosts",
            "/etc/resolv.conf",
            "/proc/sys")
        .allMatch(point -> point.matches("/|/(proc|dev|sys|etc)(/.*)?"));
    assertThat(result.output().lines().filter(line -> line.matches("[0-9]+:[^ ]*:/.*")))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(":/"));
    assertThat(result.lines())
        .contains("null", "zero", "random", "tty")
        .noneMatch(name -> name.matches("(vd|sd|nvme|loop|mem|kmsg|dm-).*"));
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void theSystemIsMaskedAndReadonly(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(
            runtime,
            config(),
            "cat /proc/keys /proc/timer_list | wc -c; ls /sys/firmware | wc -l;"
                + " head -c 1 /proc/kcore | wc -c; for f in /proc/sys/kernel/core_pattern"
                + " /proc/sysrq-trigger /sys/kernel/uevent_helper /etc/hosts;"
                + " do (echo x >$f) 2>/dev/null && echo written $f; done;"
                + " mkdir /sys/fs/cgroup/x || mkdir /sys/fs/cgroup/memory/x; touch /dev/shm/x /x");

    assertThat(result.lines()).containsExactly("0", "0", "0");
    assertThat(result.code()).isZero();
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void aReadonlyRootIsReadonly(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(
            runtime, with(context().setReadonlyRootfs(true)), "touch /dev/shm/x; touch /test.go");

    assertThat(result.errors()).isEqualTo("touch: /test.go: Read-only file system\n");
    assertThat(result.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void pathsOfTheRequestAreMaskedAndReadonly(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(
            runtime,
            with(context().addMaskedPaths("/bin/ls").addReadonlyPaths("/tmp")),
            "ls; touch /tmp/test");

    assertThat(result.errors())
        .isEqualTo("/bin/sh: ls: Permission denied\ntouch: /tmp/test: Read-only file system\n");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void s10TheDefaultFilterAnswersForTheKernel(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(
            runtime,
            with(context().setSeccomp(SecurityProfile.newBuilder())),
            "grep Seccomp: /proc/self/status; /syscalls");

    assertThat(result.errors()).isEmpty();
    assertThat(result.status("Seccomp")).isEqualTo("2");
    assertThat(result.lines().stream().skip(1).filter(line -> !line.startsWith("i386")))
        .containsExactly(
            "af_inet ok",
            "af_unix ok",
            "af_netlink ok",
            "af_alg ENOSYS",
            "af_vsock ENOSYS",
            "fork ok",
            "clone_newuser EPERM",
            "clone_newnet EPERM",
            "clone_both EPERM",
            "clone3 ENOSYS",
            "keyctl EPERM",
            "add_key EPERM",
            "bpf EPERM",
            "io_uring_setup ENOSYS",
            "userfaultfd EPERM",
            "mount EPERM",
            "setns EPERM",
            "personality ok",
            "personality_odd ENOSYS",
            "no_such_call ENOSYS",
            "unshare_newuser EPERM");
    assertThat(result.lines().stream().filter(line -> line.startsWith("i386_")))
        .isSubsetOf(
            "i386_socketcall_alg EPERM",
            "i386_socketcall_inet EPERM",
            "i386_socket_alg ENOSYS",
            "i386_socket_inet ok",
            "i386_keyctl EPERM");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void aCapabilityOpensItsCallsInTheFilter(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(
            runtime,
            with(
                context()
                    .setSeccomp(SecurityProfile.newBuilder())
                    .setCapabilities(Capability.newBuilder().addAddCapabilities("SYS_ADMIN"))),
            "/syscalls");

    assertThat(result.lines())
        .contains("clone_newnet ok", "mount ENOENT", "setns EBADF")
        .contains("keyctl EPERM", "af_alg ENOSYS", "i386_socketcall_alg EPERM");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void aFilterOfTheNodeIsApplied(RuntimePrograms runtime) throws Exception {
    Path profile = containers.temporary().resolve("profile-" + runtime + ".json");
    Files.writeString(
        profile,
        """
        {"defaultAction": "SCMP_ACT_ALLOW",
         "syscalls": [{"names": ["chmod", "fchmodat"], "action": "SCMP_ACT_ERRNO"}]}
        """);
    SecurityProfile.Builder localhost =
        SecurityProfile.newBuilder()
            .setProfileType(SecurityProfile.ProfileType.Localhost)
            .setLocalhostRef(profile.toString());

    Result result =
        containers.shell(
            runtime, with(context().setSeccomp(localhost)), "touch /tmp/f; chmod 400 /tmp/f");

    assertThat(result.errors()).contains("Operation not permitted");
    assertThat(result.code()).isNotZero();
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void limitsAreInTheControlGroup(RuntimePrograms runtime) throws Exception {
    LinuxContainerResources.Builder resources =
        LinuxContainerResources.newBuilder()
            .setCpuShares(512)
            .setCpuQuota(20_000)
            .setCpuPeriod(100_000)
            .setMemoryLimitInBytes(64 << 20)
            .setOomScoreAdj(-997);
    String files =
        containers.host().cgroups().isV2()
            ? "cat cpu.max memory.max"
            : "cat cpu/cpu.shares cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us"
                + " memory/memory.limit_in_bytes";

    Result result =
        containers.shell(
            runtime,
            config().setLinux(LinuxContainerConfig.newBuilder().setResources(resources)),
            "cat /proc/self/oom_score_adj; cd /sys/fs/cgroup; " + files);

    String score = Integer.toString(Math.max(-997, containers.host().lowestOomScoreAdj()));
    assertThat(result.errors()).isEmpty();
    assertThat(result.lines())
        .isEqualTo(
            containers.host().cgroups().isV2()
                ? List.of(score, "20000 100000", "67108864")
                : List.of(score, "512", "20000", "100000", "67108864"));
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void volumesAreMountedInOrder(RuntimePrograms runtime) throws Exception {
    Path volume = Files.createDirectory(containers.temporary().resolve("volume-" + runtime));
    Path link = Files.createSymbolicLink(containers.temporary().resolve("link-" + runtime), volume);
    Files.writeString(volume.resolve("file"), "content\n");
    Files.createDirectory(volume.resolve("deep"));

    Result result =
        containers.shell(
            runtime,
            config()
                .addMounts(mount("/v/deep", volume))
                .addMounts(mount("/v", link).setReadonly(true)),
            "cat /v/file /v/deep/file; touch /v/deep/new /v/new");

    assertThat(result.lines()).containsExactly("content", "content");
    assertThat(result.errors()).isEqualTo("touch: /v/new: Read-only file system\n");
    assertThat(volume.resolve("new")).exists();
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void mountsOfTheContainerReachASharedVolumeOnly(RuntimePrograms runtime) throws Exception {
    Path volume = Files.createDirectory(containers.temporary().resolve("shared-" + runtime));
    Path source = Files.createDirectory(volume.resolve("source"));
    Mount.Builder shared =
        mount("/v", volume).setPropagation(MountPropagation.PROPAGATION_BIDIRECTIONAL);
    containers.onHost("mount", "-t", "tmpfs", "--make-private", "none", volume.toString());
    try {
      assertThatThrownBy(() -> makeMount(runtime, shared))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("mount --make-rshared " + volume);
      containers.onHost("mount", "--make-shared", volume.toString());
      makeMount(runtime, mount("/v", volume));
      assertThat(MountTable.read().at(source)).isEmpty();
      makeMount(runtime, shared);
      assertThat(MountTable.read().at(source)).isPresent();
    } finally {
      containers.onHost("umount", "-R", volume.toString());
    }
  }

  private void makeMount(RuntimePrograms runtime, Mount.Builder volume) throws Exception {
    Result result =
        containers.privilegedShell(
            runtime,
            with(context().setPrivileged(true)).addMounts(volume),
            "mkdir -p /v/source && mount -t tmpfs none /v/source");
    assertThat(result.errors()).isEmpty();
  }

  private static Mount.Builder mount(String destination, Path source) {
    return Mount.newBuilder().setContainerPath(destination).setHostPath(source.toString());
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void aDeviceIsThereWithItsPermissions(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.shell(
            runtime,
            config()
                .addDevices(
                    Device.newBuilder()
                        .setHostPath("/dev/fuse")
                        .setContainerPath("/dev/given")
                        .setPermissions("r")),
            "(: </dev/given) && echo readable;"
                + " (: >>/dev/given) 2>/dev/null || echo not writable;"
                + " mknod /tmp/mem c 1 1 2>/dev/null || echo no nodes");

    assertThat(result.lines()).containsExactly("readable", "not writable", "no nodes");
  }

  @ParameterizedTest
  @MethodSource("runtimes")
  void aPrivilegedContainerIsConfinedByLittle(RuntimePrograms runtime) throws Exception {
    Result result =
        containers.privilegedShell(
            runtime,
            with(context().setPrivileged(true)),
            STATUS
                + "; mount -t tmpfs none /mnt 2>/dev/null || mkdir /mnt && mount -t tmpfs none /mnt"
                + " && echo mounted; test -c /dev/kmsg && : >>/dev/kmsg && echo kmsg;"
                + " grep ' /sys ' /proc/self/mounts | grep -c ' rw,'");

    assertThat(result.status("CapEff")).isEqualTo(mask(containers.host().capabilities()));
    assertThat(result.status("CapInh")).isEqualTo(mask(List.of()));
    assertThat(result.lines()).contains("mounted", "kmsg").endsWith("1");
  }
}
