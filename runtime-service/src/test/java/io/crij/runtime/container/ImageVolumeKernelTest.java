package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerStatusRequest;
import io.crij.cri.v1.ContainerStatusResponse;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.Mount;
import io.crij.image.reference.Digest;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.runtime.rpc.Answer;
import io.crij.runtime.testing.TestHost;
import io.crij.runtime.testing.TestPod;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images as volumes of containers, with the real runtime. */
class ImageVolumeKernelTest {
  @TempDir Path directory;
  private TestHost host;
  private TestPod pod;
  private String image;

  @BeforeEach
  void prepare() throws Exception {
    host = TestHost.withBusybox(directory);
    pod = TestPod.run(host, "web");
    image = host.node().images().list().getFirst().id().toString();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    pod.remove();
    host.requireEmpty();
    host.wipe();
  }

  private ContainerConfig config(String script, String subPath) {
    return TestPod.config("app", script).toBuilder()
        .addMounts(
            Mount.newBuilder()
                .setContainerPath("/vol")
                .setReadonly(true)
                .setImage(ImageSpec.newBuilder().setImage(image))
                .setImageSubPath(subPath))
        .build();
  }

  private String create(String script, String subPath) throws Exception {
    return TestPod.get(pod.containers().create(pod.id(), config(script, subPath)));
  }

  private String run(String script, String subPath) throws Exception {
    String id = create(script, subPath);
    TestPod.get(pod.containers().start(id));
    return id;
  }

  @Test
  void anImageIsSeenCannotBeWrittenAndItsProgramsRun() throws Exception {
    String id = run("sleep 1000", "");

    assertThat(pod.exec(id, "/vol/bin/busybox ls /vol/bin/sh").exitCode()).isZero();
    assertThat(pod.exec(id, "echo x >/vol/new").exitCode()).isNotZero();
    assertThat(pod.exec(id, "grep ' /vol ' /proc/mounts").stdout().toStringUtf8())
        .contains("ro,")
        .contains("nosuid")
        .contains("nodev")
        .doesNotContain("noexec");
  }

  @Test
  void aPartOfAnImageIsMounted() throws Exception {
    String id = run("test -x /vol/busybox && test ! -e /vol/bin", "bin");

    assertThat(pod.awaitEnd(id).end().code()).isZero();
  }

  @Test
  void theStatusSaysWhichImageItIs() throws Exception {
    String id = create("true", "bin");
    ContainerStatusResponse answer =
        Answer.of(
            host.node().rpc()::containerStatus,
            ContainerStatusRequest.newBuilder().setContainerId(id).build());

    Mount mount = answer.getStatus().getMounts(0);
    assertThat(mount.getImage().getImageRef()).isEqualTo(image);
    assertThat(mount.getImage().getImage()).isEqualTo(image);
    assertThat(mount.getImageSubPath()).isEqualTo("bin");
    assertThat(mount.getHostPath()).isEmpty();
  }

  @Test
  void theVolumeStaysWhenItsImageIsRemovedAndTheDaemonIsStartedAgain() throws Exception {
    String id = run("sleep 1000", "");
    host.node().images().remove(Digest.parse(image));

    TestPod later = pod.in(host.start(Failpoints.NONE));

    assertThat(host.node().images().list()).isEmpty();
    assertThat(later.exec(id, "/vol/bin/busybox true").exitCode()).isZero();
    TestPod.get(later.containers().remove(id));
    pod = later;
  }

  @Test
  void whatCannotBeMountedLeavesNothing() throws Exception {
    assertThatThrownBy(() -> create("true", "none")).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> create("true", "../etc")).isInstanceOf(InvalidArgument.class);
    image = "example.test/absent:1";
    assertThatThrownBy(() -> create("true", ""))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("mounts[0].image");
    image = "";
    assertThatThrownBy(() -> create("true", "")).isInstanceOf(InvalidArgument.class);
    assertThat(host.node().containers().list()).isEqualTo(List.of());
  }
}
