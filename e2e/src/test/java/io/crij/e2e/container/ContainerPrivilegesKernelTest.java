package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.Capability;
import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.SecurityProfile;
import io.crij.cri.v1.SecurityProfile.ProfileType;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a container may do. */
@TestInstance(Lifecycle.PER_CLASS)
class ContainerPrivilegesKernelTest {
  private static final long NET_ADMIN = 1L << 12;
  private static final long NET_RAW = 1L << 13;
  private static final long SYS_ADMIN = 1L << 21;
  private static final long CHOWN = 1L;

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @Test
  void byDefaultACapabilityIsThereOnlyWhenItIsHarmless() {
    long bounding = bounding(start(LinuxContainerSecurityContext.newBuilder()));
    assertThat(bounding & CHOWN).isNotZero();
    assertThat(bounding & (SYS_ADMIN | NET_ADMIN)).isZero();
  }

  @Test
  void capabilitiesAreAddedAndDropped() {
    TestContainer added =
        start(capabilities(Capability.newBuilder().addAddCapabilities("NET_ADMIN")));
    assertThat(bounding(added) & NET_ADMIN).isNotZero();
    added.shell("ip link set lo mtu 1400");

    TestContainer dropped =
        start(
            capabilities(
                Capability.newBuilder()
                    .addDropCapabilities("CHOWN")
                    .addDropCapabilities("NET_RAW")));
    assertThat(bounding(dropped) & (CHOWN | NET_RAW)).isZero();
    assertThat(dropped.exec("chown", "33", "/tmp").exitCode()).isNotZero();
  }

  @Test
  void allCapabilitiesMayBeDropped() {
    TestContainer none = start(capabilities(Capability.newBuilder().addDropCapabilities("ALL")));
    assertThat(bounding(none)).isZero();
    assertThat(none.shell("grep CapEff /proc/self/status")).endsWith("0000000000000000");
  }

  @Test
  void allCapabilitiesAreAllThatTheDaemonHas() {
    TestContainer all = start(capabilities(Capability.newBuilder().addAddCapabilities("ALL")));
    assertThat(bounding(all)).isEqualTo(boundingOfDaemon());
  }

  @Test
  void aReadOnlyRootCannotBeWrittenToButVolatileFilesCan() {
    TestContainer container =
        start(LinuxContainerSecurityContext.newBuilder().setReadonlyRootfs(true));
    assertThat(container.exec("touch", "/new").stderr()).contains("Read-only file system");
    container.shell("touch /dev/shm/new");
    TestContainer writable = start(LinuxContainerSecurityContext.newBuilder());
    writable.shell("touch /new && rm /bin/true");
    assertThat(start(LinuxContainerSecurityContext.newBuilder()).exec("/bin/true").exitCode())
        .isZero();
  }

  @Test
  void maskedPathsAreHiddenAndReadOnlyPathsAreReadOnly() {
    TestContainer container =
        start(
            LinuxContainerSecurityContext.newBuilder()
                .addMaskedPaths("/bin/ls")
                .addMaskedPaths("/proc/kcore")
                .addReadonlyPaths("/tmp"));
    assertThat(container.exec("/bin/sh", "-c", "ls").stderr())
        .isEqualTo("/bin/sh: ls: Permission denied\n");
    assertThat(container.exec("/bin/sh", "-c", "touch /tmp/test").stderr())
        .isEqualTo("touch: /tmp/test: Read-only file system\n");
  }

  @Test
  void newPrivilegesAreForbiddenWhenAsked() {
    assertThat(status(start(LinuxContainerSecurityContext.newBuilder()), "NoNewPrivs"))
        .isEqualTo("0");
    assertThat(
            status(
                start(LinuxContainerSecurityContext.newBuilder().setNoNewPrivs(true)),
                "NoNewPrivs"))
        .isEqualTo("1");
  }

  @Test
  void theDefaultSeccompProfileFiltersAndNoneDoesNot() {
    SecurityProfile standard =
        SecurityProfile.newBuilder().setProfileType(ProfileType.RuntimeDefault).build();
    TestContainer filtered = start(LinuxContainerSecurityContext.newBuilder().setSeccomp(standard));
    assertThat(status(filtered, "Seccomp")).isEqualTo("2");
    assertThat(filtered.exec("unshare", "-U", "true").exitCode()).isNotZero();
    SecurityProfile none =
        SecurityProfile.newBuilder().setProfileType(ProfileType.Unconfined).build();
    assertThat(
            status(start(LinuxContainerSecurityContext.newBuilder().setSeccomp(none)), "Seccomp"))
        .isEqualTo("0");
  }

  @Test
  void aPrivilegedContainerNeedsAPrivilegedPod() {
    ContainerConfig privileged =
        config(LinuxContainerSecurityContext.newBuilder().setPrivileged(true));
    TestPod plain = crij.pods().run("plain");
    assertThat(GrpcFailure.of(() -> plain.create(privileged)).code())
        .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION);

    PodSandboxConfig.Builder config = crij.pods().config("privileged");
    config.getLinuxBuilder().getSecurityContextBuilder().setPrivileged(true);
    TestContainer container = crij.pods().run(config.build()).start(privileged);
    assertThat(bounding(container)).isEqualTo(boundingOfDaemon());
    container.shell("test -w /sys/class/net/lo/mtu && test -e /dev/kmsg");
  }

  private TestContainer start(LinuxContainerSecurityContext.Builder security) {
    return crij.pods().run("privileges").start(config(security));
  }

  private static ContainerConfig config(LinuxContainerSecurityContext.Builder security) {
    ContainerConfig.Builder config = Containers.waiting("shell");
    config.getLinuxBuilder().setSecurityContext(security);
    return config.build();
  }

  private static LinuxContainerSecurityContext.Builder capabilities(Capability.Builder change) {
    return LinuxContainerSecurityContext.newBuilder().setCapabilities(change);
  }

  /** The bounding set, as an exec has it, which must be that of the first process. */
  private static long bounding(TestContainer container) {
    String ofExec = status(container, "CapBnd");
    assertThat(container.shell("grep CapBnd /proc/1/status")).endsWith(ofExec);
    return Long.parseUnsignedLong(ofExec, 16);
  }

  private static String status(TestContainer container, String field) {
    return container.shell("grep '^" + field + ":' /proc/self/status").split("\\s+", -1)[1];
  }

  private long boundingOfDaemon() {
    String field =
        HostProgram.run("grep", "CapBnd", "/proc/" + crij.node().daemon().pid() + "/status")
            .output();
    return Long.parseUnsignedLong(field.split("\\s+", -1)[1], 16);
  }
}
