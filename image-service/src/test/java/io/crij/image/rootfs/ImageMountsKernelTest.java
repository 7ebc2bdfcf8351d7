package io.crij.image.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.ImageLimits;
import io.crij.image.ImageServices;
import io.crij.image.reference.Digest;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.operations.failure.AlreadyExists;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images as volumes: real layers, real mounts. */
class ImageMountsKernelTest {
  private static final FakeImage IMAGE =
      FakeImage.withLayers(
          TestLayer.gzip(
              TarEntry.directory("etc"),
              TarEntry.file("etc/passwd", "below"),
              TarEntry.file("etc/gone", "x"),
              TarEntry.file("bin/tool", "#!/bin/sh\n").mode(0755)),
          TestLayer.gzip(
              TarEntry.file("etc/passwd", "root"),
              TarEntry.file("etc/.wh.gone", ""),
              TarEntry.symlink("inside", "/etc"),
              TarEntry.symlink("outside", "../../../../../../etc"),
              TarEntry.symlink("round", "round"),
              TarEntry.fifo("pipe")));
  private static final FakeImage SINGLE =
      FakeImage.withLayers(TestLayer.gzip(TarEntry.file("only", "one layer")));
  private static final FakeImage EMPTY = FakeImage.withLayers();

  @TempDir Path directory;
  private FakeRegistry registry;
  private ImageNode node;
  private ImageServices services;

  @BeforeEach
  void start() throws Exception {
    registry = new FakeRegistry();
    node = new ImageNode(directory, ImageLimits.DEFAULT);
    services = node.start();
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    registry.close();
  }

  private Digest pull(FakeImage image, String name) throws Exception {
    image.serve(registry, name, "1");
    return node.pull(registry.host() + "/" + name + ":1");
  }

  private Path mount(FakeImage image, String subPath) {
    return services
        .imageMounts()
        .mount("c1", List.of(new ImageVolume(image.id(), subPath)))
        .getFirst();
  }

  @Test
  void anImageIsMountedReadOnlyWithAllItsLayers() throws Exception {
    pull(IMAGE, "app");

    Path mounted = mount(IMAGE, "");

    assertThat(mounted.resolve("etc/passwd")).hasContent("root");
    assertThat(mounted.resolve("etc/gone")).doesNotExist();
    assertThat(Files.isExecutable(mounted.resolve("bin/tool"))).isTrue();
    assertThatThrownBy(() -> Files.writeString(mounted.resolve("etc/new"), "x"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only");
  }

  @Test
  void imagesOfOneLayerAndOfNoneCanBeMounted() throws Exception {
    pull(SINGLE, "single");
    pull(EMPTY, "empty");

    List<Path> mounted =
        services
            .imageMounts()
            .mount(
                "c1", List.of(new ImageVolume(SINGLE.id(), ""), new ImageVolume(EMPTY.id(), "")));

    assertThat(mounted.get(0).resolve("only")).hasContent("one layer");
    assertThat(mounted.get(1)).isEmptyDirectory();
  }

  @Test
  void aPartOfAnImageIsADirectoryOrAFileAndLinksStayInside() throws Exception {
    pull(IMAGE, "app");

    List<Path> mounted =
        services
            .imageMounts()
            .mount(
                "c1",
                List.of(
                    new ImageVolume(IMAGE.id(), "etc"),
                    new ImageVolume(IMAGE.id(), "etc/passwd"),
                    new ImageVolume(IMAGE.id(), "inside"),
                    new ImageVolume(IMAGE.id(), "outside/passwd")));

    assertThat(mounted.get(0).resolve("passwd")).hasContent("root");
    assertThat(mounted.get(1)).isRegularFile().hasContent("root");
    assertThat(mounted.get(2).resolve("passwd")).hasContent("root");
    assertThat(mounted.get(3)).hasContent("root");
    assertThatThrownBy(() -> Files.writeString(mounted.get(1), "x"))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void aPartThatIsNotThereOrLeadsOutIsRefusedAndLeavesNothing() throws Exception {
    pull(IMAGE, "app");

    for (String absent : List.of("etc/none", "etc/passwd/x", "round", "none/none")) {
      assertThatThrownBy(() -> mount(IMAGE, absent)).as(absent).isInstanceOf(NotFound.class);
    }
    for (String wrong : List.of("/etc", "../etc", "etc/../..", "a\0b", "pipe")) {
      assertThatThrownBy(() -> mount(IMAGE, wrong))
          .as(wrong)
          .isInstanceOf(InvalidArgument.class)
          .hasMessageContaining("image_sub_path");
    }
    assertThat(node.root().resolve("volumes/c1")).doesNotExist();
    assertThat(node.runroot().resolve("volumes")).isEmptyDirectory();
    assertThat(services.imageMounts().list()).isEmpty();
    assertThat(mount(IMAGE, "etc")).isDirectory();
  }

  @Test
  void aRemovedImageStaysUntilItsLastVolumeHasGoneAlsoAcrossARestart() throws Exception {
    pull(IMAGE, "app");
    Path mounted = mount(IMAGE, "");
    services.images().remove(IMAGE.id());
    assertThat(services.images().list()).isEmpty();

    services = node.restart();
    assertThat(services.imageMounts().list()).containsEntry("c1", List.of(IMAGE.id()));
    assertThat(mounted.resolve("etc/passwd")).hasContent("root");
    assertThat(node.root().resolve("layers/sha256")).isNotEmptyDirectory();
    assertThatThrownBy(
            () -> services.imageMounts().mount("c2", List.of(new ImageVolume(IMAGE.id(), ""))))
        .isInstanceOf(NotFound.class);

    services.imageMounts().remove("c1");
    services.imageMounts().remove("c1");
    node.stop();

    assertThat(mounted).doesNotExist();
    assertThat(node.root().resolve("layers/sha256")).isEmptyDirectory();
    assertThat(node.root().resolve("volumes/tmp")).isEmptyDirectory();
  }

  @Test
  void theVolumesOfAContainerAreMadeOnce() throws Exception {
    pull(SINGLE, "single");
    mount(SINGLE, "");

    assertThatThrownBy(() -> mount(SINGLE, "")).isInstanceOf(AlreadyExists.class);
    assertThatThrownBy(() -> services.imageMounts().remove("../c1"))
        .isInstanceOf(InvalidArgument.class);
  }
}
