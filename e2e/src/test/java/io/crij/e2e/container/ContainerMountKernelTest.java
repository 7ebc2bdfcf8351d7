package io.crij.e2e.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.Mount;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestContainer.Exec;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Directories and files of the host in a container. */
@TestInstance(Lifecycle.PER_CLASS)
class ContainerMountKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private Path volume = Path.of("none");

  @BeforeEach
  void volume() throws IOException {
    volume = Files.createTempDirectory(crij.node().setup().directory(), "volume");
    Files.writeString(volume.resolve("file"), "of the host\n");
  }

  @AfterEach
  void containersAreGoneBeforeTheirVolume() {
    crij.node().removeEverything();
  }

  @Test
  void aDirectoryIsSharedBothWays() throws IOException {
    TestContainer container = start(mount(volume, "/data").build());
    assertThat(container.shell("cat /data/file")).isEqualTo("of the host");
    container.shell("echo of the container >/data/new");
    assertThat(Files.readString(volume.resolve("new"))).isEqualTo("of the container\n");
  }

  @Test
  void theStatusShowsTheMountsThatWereAskedForAndNoOthers() {
    Mount asked = mount(volume, "/data").setReadonly(true).build();
    assertThat(start(asked).status().getMountsList()).containsExactly(asked);
  }

  @Test
  void aReadOnlyMountCannotBeWrittenTo() {
    TestContainer container = start(mount(volume, "/data").setReadonly(true).build());
    Exec exec = container.exec("touch", "/data/new");
    assertThat(exec.exitCode()).isNotZero();
    assertThat(exec.stderr()).contains("Read-only file system");
  }

  @Test
  void aSingleFileCanBeMounted() {
    TestContainer container = start(mount(volume.resolve("file"), "/etc/passwd").build());
    assertThat(container.shell("cat /etc/passwd")).isEqualTo("of the host");
  }

  @Test
  void aLinkIsFollowedToWhatItNames() throws IOException {
    Path link =
        Files.createSymbolicLink(volume.resolveSibling(volume.getFileName() + "-l"), volume);
    TestContainer container = start(mount(link, "/data").build());
    assertThat(container.shell("cat /data/file")).isEqualTo("of the host");
  }

  @Test
  void theTargetIsResolvedInsideOfTheContainer() throws IOException {
    TestContainer container = start(mount(volume, "/var/run/deep/data").build());
    assertThat(container.shell("cat /run/deep/data/file")).isEqualTo("of the host");
    assertThat(Path.of("/run/deep")).doesNotExist();
  }

  @Test
  void aMountLiesOverTheOneThatItIsIn() throws IOException {
    Path inner = Files.createDirectory(volume.resolve("inner"));
    Path other = Files.createTempDirectory(crij.node().setup().directory(), "other");
    Files.writeString(other.resolve("below"), "deep\n");
    TestContainer container =
        start(mount(other, "/data/inner").build(), mount(volume, "/data").build());
    assertThat(container.shell("cat /data/inner/below")).isEqualTo("deep");
    assertThat(inner).isEmptyDirectory();
  }

  @Test
  void aPathOfTheHostThatIsNotThereIsNamedAndWorksOnceItIs() throws IOException {
    Path missing = volume.resolve("missing");
    TestPod pod = crij.pods().run("missing");
    ContainerConfig config = Containers.waiting("shell").addMounts(mount(missing, "/data")).build();
    GrpcFailure refusal = GrpcFailure.of(() -> pod.create(config));
    assertThat(refusal.code())
        .isIn(Status.Code.NOT_FOUND, Status.Code.FAILED_PRECONDITION, Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.message()).contains(missing.toString());
    assertThat(missing).doesNotExist();
    Files.createDirectory(missing);
    pod.start(config);
  }

  @Test
  void aTargetMustBeAbsolute() {
    TestPod pod = crij.pods().run("relative");
    GrpcFailure refusal =
        GrpcFailure.of(
            () ->
                pod.create(Containers.waiting("shell").addMounts(mount(volume, "data/x")).build()));
    assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private TestContainer start(Mount... mounts) {
    ContainerConfig.Builder config = Containers.waiting("shell");
    for (Mount mount : mounts) {
      config.addMounts(mount);
    }
    return crij.pods().run("mounts").start(config.build());
  }

  private static Mount.Builder mount(Path host, String container) {
    return Mount.newBuilder().setHostPath(host.toString()).setContainerPath(container);
  }
}
