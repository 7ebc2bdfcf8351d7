package io.crij.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.cri.v1.PodSandboxState;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestImages.PushedImage;
import io.crij.e2e.harness.TestPod;
import io.grpc.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** State on a file system that is full. */
@TestInstance(Lifecycle.PER_CLASS)
class FullDiskKernelTest {
  private static final int IMAGE = 40_000_000;

  @RegisterExtension
  private final SharedNode crij = SharedNode.with(FullDiskKernelTest::onSmallDisk);

  private static DaemonSetup onSmallDisk(DaemonSetup setup) {
    try {
      Path disk = Files.createTempDirectory("crij-e2e-disk");
      HostProgram.run("mount", "-t", "tmpfs", "-o", "size=24m", "crij-e2e-disk", disk.toString())
          .output();
      return setup.withRoot(disk.resolve("root"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void freed() throws IOException {
    Files.deleteIfExists(filler());
    resize("24m");
  }

  @AfterAll
  void unmount() throws IOException {
    HostProgram.run("umount", "--lazy", disk().toString()).output();
    Files.delete(disk());
  }

  @Test
  void anImageThatDoesNotFitIsRefusedAndPulledWhenItDoes() {
    PushedImage image =
        crij.node()
            .images()
            .push("e2e/too-large:1", List.of("--cmd", "sh"), crij.node().images().noise(IMAGE));
    GrpcFailure failure = GrpcFailure.of(() -> crij.node().pull(image.reference()));
    assertThat(failure.code()).as(failure.message()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    crij.node().assertNothingLeft();
    resize("120m");
    assertThat(crij.node().pull(image.reference())).isEqualTo(image.configDigest());
    crij.node().removeImage(image.reference());
    crij.node().assertNothingLeft();
  }

  @Test
  void aPodThatCannotBeRecordedIsRefusedAndRunsWhenItCan() throws IOException {
    PodSandboxConfig config = crij.pods().config("no-room").build();
    fill();
    GrpcFailure failure = GrpcFailure.of(() -> crij.pods().run(config));
    assertThat(failure.code()).as(failure.message()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    Files.delete(filler());
    crij.node().assertNothingLeft();
    assertThat(crij.pods().run(config).status().getState())
        .isEqualTo(PodSandboxState.SANDBOX_READY);
  }

  @Test
  void aContainerThatCannotBeRecordedIsRefusedAndRunsWhenItCan() throws IOException {
    TestPod pod = crij.pods().run("no-room");
    ContainerConfig config = Containers.waiting("shell").build();
    fill();
    GrpcFailure failure = GrpcFailure.of(() -> pod.create(config));
    assertThat(failure.code()).as(failure.message()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(pod.containers()).isEmpty();
    Files.delete(filler());
    assertThat(pod.start(config).shell("echo works")).isEqualTo("works");
  }

  @Test
  void whatRunsCanBeUsedStoppedAndRemovedWithoutRoom() throws IOException {
    TestPod pod = crij.pods().run("full");
    TestContainer container = pod.start(Containers.waiting("shell").build());
    fill();
    assertThat(container.shell("echo works")).isEqualTo("works");
    container.stop(10);
    assertThat(container.status().getExitCode()).isZero();
    container.remove();
    pod.stop();
    pod.remove();
    Files.delete(filler());
    crij.node().assertNothingLeft();
  }

  private Path disk() {
    return crij.node().setup().root().getParent();
  }

  private Path filler() {
    return disk().resolve("filler");
  }

  private void resize(String size) {
    HostProgram.run("mount", "-o", "remount,size=" + size, disk().toString()).output();
  }

  /** Until not one page is left. */
  private void fill() throws IOException {
    byte[] piece = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(piece);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }
}
