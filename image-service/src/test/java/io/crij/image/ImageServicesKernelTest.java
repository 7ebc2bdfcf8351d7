package io.crij.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.image.reference.Digest;
import io.crij.image.registry.PullCredentials;
import io.crij.image.rootfs.RootFilesystem;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.image.testing.DockerRegistry;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service: a real registry, a real store, real mounts. */
class ImageServicesKernelTest {
  private static final String CONTAINER = "c0ffee";

  @TempDir Path directory;
  private DockerRegistry registry;
  private ImageNode node;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(DockerRegistry.PROGRAM), "docker-registry is not installed");
    registry = new DockerRegistry(directory);
    node = new ImageNode(directory, ImageLimits.DEFAULT);
  }

  @AfterEach
  void stop() throws IOException {
    if (registry != null) {
      node.close();
      registry.close();
    }
  }

  private static FakeImage image() {
    return FakeImage.withLayers(
        TestLayer.gzip(TarEntry.directory("etc"), TarEntry.file("etc/motd", "below")),
        TestLayer.zstd(
            TarEntry.archive(
                TarEntry.file("etc/motd", "hello"), TarEntry.file("etc/other", "also"))),
        TestLayer.plain(TarEntry.archive(TarEntry.file("etc/.wh.other", ""))));
  }

  @Test
  void anImageIsPulledMountedKeptAcrossARestartAndRemoved() throws Exception {
    registry.push("team/app", "1", image());
    String name = registry.host() + "/team/app:1";
    node.start();

    Digest id = node.pull(name);
    assertThat(id).isEqualTo(image().id());

    ImageServices again = node.restart();
    assertThat(again.images().resolve(name)).map(ImageView::id).hasValue(id);
    RootFilesystem rootfs = again.rootFilesystems().prepare(CONTAINER, id);
    assertThat(rootfs.merged().resolve("etc/motd")).hasContent("hello");
    assertThat(rootfs.merged().resolve("etc/other")).doesNotExist();
    Files.writeString(rootfs.merged().resolve("etc/new"), "written");

    RootFilesystems kept = node.restart().rootFilesystems();
    assertThat(kept.get(CONTAINER)).hasValue(rootfs);
    assertThat(kept.mounted(CONTAINER)).isTrue();
    assertThat(rootfs.merged().resolve("etc/new")).hasContent("written");
    kept.remove(CONTAINER);
    assertThat(rootfs.merged()).doesNotExist();

    ImageServices last = node.restart();
    last.images().remove(id);
    assertThat(last.images().list()).isEmpty();
    node.stop();
    assertThat(storedLayers()).isEmpty();
  }

  @Test
  void aRemovedImageStaysBelowTheContainersThatRunOnIt() throws Exception {
    registry.push("team/app", "1", image());
    ImageServices services = node.start();
    Digest id = node.pull(registry.host() + "/team/app:1");
    RootFilesystem rootfs = services.rootFilesystems().prepare(CONTAINER, id);

    services.images().remove(id);
    services = node.restart();

    assertThat(services.images().list()).isEmpty();
    assertThat(rootfs.merged().resolve("etc/motd")).hasContent("hello");
    assertThat(storedLayers()).hasSize(3);
    RootFilesystems rootFilesystems = services.rootFilesystems();
    assertThatThrownBy(() -> rootFilesystems.prepare("other", id)).isInstanceOf(NotFound.class);

    rootFilesystems.remove(CONTAINER);
    node.stop();
    assertThat(storedLayers()).isEmpty();
    assertThat(node.root().resolve("rootfs/tmp")).isEmptyDirectory();
    assertThat(node.root().resolve("layers/tmp")).isEmptyDirectory();
  }

  @Test
  void closingEndsAPullThatWaitsForItsRegistryAndLeavesNothing() throws Exception {
    try (FakeRegistry slow = new FakeRegistry()) {
      image().serve(slow, "app", "1");
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch never = new CountDownLatch(1);
      slow.on(
          "/v2/app/blobs/" + image().blob(0),
          _ -> {
            asked.countDown();
            await(never);
          });
      ImageServices services = node.start();
      CompletableFuture<Digest> pull =
          services.puller().pull(slow.host() + "/app:1", PullCredentials.NONE);
      asked.await();
      assertThat(services.pulls()).hasSize(1);

      node.stop();

      assertThatThrownBy(pull::get).hasCauseInstanceOf(Cancelled.class);
      assertThat(services.pulls()).isEmpty();
      assertThat(node.root().resolve("layers/tmp")).isEmptyDirectory();
      assertThatThrownBy(() -> services.puller().pull("app", PullCredentials.NONE).get())
          .hasCauseInstanceOf(Unavailable.class);
    }
  }

  @Test
  void aNamedFileThatIsNotThereOrIsMalformedIsFoundAtTheStart() throws Exception {
    Files.writeString(node.registriesConf(), "registry = 1");
    assertThatThrownBy(node::start)
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("registries.conf");
    ImageFiles absent =
        new ImageFiles(
            Optional.of(directory.resolve("absent.conf")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThatThrownBy(() -> node.start(absent))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("absent.conf");
    ImageFiles noPolicy =
        new ImageFiles(
            Optional.empty(),
            Optional.empty(),
            Optional.of(directory.resolve("absent.json")),
            Optional.empty(),
            Optional.empty());
    assertThatThrownBy(() -> node.start(noPolicy))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("absent.json");
    assertThat(node.root()).doesNotExist();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Path> storedLayers() throws IOException {
    try (Stream<Path> layers = Files.list(node.root().resolve("layers/sha256"))) {
      return layers.toList();
    }
  }
}
