package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.Int64Value;
import io.crij.cri.v1.LinuxContainerSecurityContext;
import io.crij.cri.v1.LinuxContainerUser;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImage;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom the first process of a container, and every exec, runs as. */
@TestInstance(Lifecycle.PER_CLASS)
class ContainerUserKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  @BeforeAll
  void pull() {
    crij.node().keep(TestImage.UID);
    crij.node().keep(TestImage.UID_AND_GID);
    crij.node().keep(TestImage.USER_NAME);
    crij.node().keep(TestImage.UNKNOWN_USER);
  }

  @ParameterizedTest
  @CsvSource({"BUSYBOX, 0:0", "UID, 1002:0", "UID_AND_GID, 1003:1004", "USER_NAME, 33:33"})
  void theImagesUserIsTaken(TestImage image, String expected) {
    TestContainer container = start(image, LinuxContainerSecurityContext.newBuilder());
    assertThat(ids(container)).isEqualTo(expected);
    LinuxContainerUser told = container.status().getUser().getLinux();
    assertThat(told.getUid() + ":" + told.getGid()).isEqualTo(expected);
  }

  @Test
  void aUserOfTheConfigurationReplacesTheImages() {
    assertThat(ids(start(TestImage.UID, security().setRunAsUser(id(4711))))).isEqualTo("4711:0");
    assertThat(
            ids(
                start(
                    TestImage.USER_NAME,
                    security().setRunAsUser(id(1001)).setRunAsGroup(id(1002)))))
        .isEqualTo("1001:1002");
    assertThat(ids(start(TestImage.UID, security().setRunAsUsername("nobody"))))
        .isEqualTo("65534:65534");
  }

  @Test
  void supplementalGroupsAreAdded() {
    TestContainer container =
        start(
            TestImage.BUSYBOX, security().addSupplementalGroups(1234).addSupplementalGroups(5678));
    assertThat(container.shell("id -G").split(" ", -1)).contains("1234", "5678");
    assertThat(container.status().getUser().getLinux().getSupplementalGroupsList())
        .contains(1234L, 5678L);
  }

  enum Bad {
    GROUP_WITHOUT_USER(security().setRunAsGroup(id(1000))),
    UNKNOWN_NAME(security().setRunAsUsername("nobody-knows-me")),
    NEGATIVE(security().setRunAsUser(id(-1))),
    TOO_LARGE(security().setRunAsUser(id(1L << 32))),
    LARGE_GROUP(security().setRunAsUser(id(0)).setRunAsGroup(id(1L << 33)));

    private final LinuxContainerSecurityContext.Builder security;

    Bad(LinuxContainerSecurityContext.Builder security) {
      this.security = security;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aUserThatCannotBeIsRefusedAndAGoodOneIsTakenAfterwards(Bad bad) {
    TestPod pod = crij.pods().run("bad-user");
    GrpcFailure refusal = GrpcFailure.of(() -> pod.create(config(TestImage.BUSYBOX, bad.security)));
    assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(pod.containers()).isEmpty();
    assertThat(ids(pod.start(config(TestImage.BUSYBOX, security().setRunAsUser(id(5))))))
        .isEqualTo("5:0");
  }

  @Test
  void aUserOfTheImageThatIsNotInItIsNamed() {
    TestPod pod = crij.pods().run("unknown-user");
    GrpcFailure refusal =
        GrpcFailure.of(() -> pod.create(config(TestImage.UNKNOWN_USER, security())));
    assertThat(refusal.code())
        .isIn(Status.Code.INVALID_ARGUMENT, Status.Code.FAILED_PRECONDITION, Status.Code.NOT_FOUND);
    assertThat(refusal.message()).contains("nobody-knows-me");
  }

  private TestContainer start(TestImage image, LinuxContainerSecurityContext.Builder security) {
    return crij.pods().run("user").start(config(image, security));
  }

  private static ContainerConfig config(
      TestImage image, LinuxContainerSecurityContext.Builder security) {
    ContainerConfig.Builder config =
        Containers.of(image, "shell").addCommand("sh").addCommand("-c").addCommand(Containers.WAIT);
    config.getLinuxBuilder().setSecurityContext(security);
    return config.build();
  }

  private static LinuxContainerSecurityContext.Builder security() {
    return LinuxContainerSecurityContext.newBuilder();
  }

  private static Int64Value id(long value) {
    return Int64Value.newBuilder().setValue(value).build();
  }

  /** {@code uid:gid} of an exec, which must be those of the first process. */
  private static String ids(TestContainer container) {
    String ofExec = container.shell("echo $(id -u):$(id -g)");
    String ofFirst =
        container.shell("sed -n 's/^[UG]id:\\t\\([0-9]*\\).*/\\1/p' /proc/1/status | tr '\\n' ':'");
    assertThat(ofFirst).isEqualTo(ofExec + ":");
    return ofExec;
  }
}
