package io.crij.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.ImageLimits;
import io.crij.image.ImageServices;
import io.crij.image.ImageView;
import io.crij.image.testing.FakeArtifact;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.linux.host.DiskUsage;
import io.crij.linux.mount.Mounts;
import io.crij.operations.failure.ResourceExhausted;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node with a small file system. */
class DiskFullKernelTest {
  private static final int MIB = 1 << 20;
  private static final FakeImage SMALL =
      FakeImage.withLayers(TestLayer.gzip(TarEntry.file("small", "fits")));

  @TempDir Path directory;
  private Path disk;
  private FakeRegistry registry;
  private ImageNode node;
  private ImageServices services;

  @BeforeEach
  void start() throws IOException {
    disk = Files.createDirectory(directory.resolve("disk"));
    Mounts.tmpfs(disk, 8L * MIB, 0700);
    registry = new FakeRegistry();
    node = new ImageNode(disk, ImageLimits.DEFAULT);
    services = node.start();
    SMALL.serve(registry, "small", "1");
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    registry.close();
    Mounts.unmount(disk, true);
  }

  private void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
      byte[] page = new byte[4096];
      assertThatThrownBy(
              () -> {
                while (true) {
                  out.write(page);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  private long used() throws IOException {
    return DiskUsage.of(disk).usedBytes();
  }

  @Test
  void P10_aPullThatFillsTheDiskLeavesNothingAndTheNextOneWorks() throws Exception {
    FakeImage.withLayers(
            TestLayer.gzip(TarEntry.file("a", new byte[4 * MIB])),
            TestLayer.gzip(TarEntry.file("b", new byte[16 * MIB])))
        .serve(registry, "large", "1");
    long before = used();

    assertThatThrownBy(() -> node.pull(registry.host() + "/large:1"))
        .hasCauseInstanceOf(ResourceExhausted.class);

    assertThat(services.images().list()).isEmpty();
    services = node.restart();
    assertThat(used()).isEqualTo(before);
    FakeImage.withLayers(TestLayer.gzip(TarEntry.file("c", new byte[6 * MIB])))
        .serve(registry, "medium", "1");
    node.pull(registry.host() + "/medium:1");
    assertThat(services.images().list()).hasSize(1);
  }

  @Test
  void onAFullDiskNothingIsMadeHalfAndImagesCanBeRemoved() throws Exception {
    node.pull(registry.host() + "/small:1");
    FakeImage other = FakeImage.withLayers(TestLayer.gzip(TarEntry.file("small", "fits too")));
    other.serve(registry, "other", "1");
    fill();

    assertThatThrownBy(() -> node.pull(registry.host() + "/other:1"))
        .hasCauseInstanceOf(ResourceExhausted.class);
    assertThatThrownBy(() -> services.rootFilesystems().prepare("c1", SMALL.id()))
        .isInstanceOf(ResourceExhausted.class);
    assertThat(services.images().list()).extracting(ImageView::id).containsExactly(SMALL.id());
    assertThat(services.rootFilesystems().list()).isEmpty();
    assertThat(node.root().resolve("rootfs/tmp")).isEmptyDirectory();
    assertThat(node.root().resolve("rootfs/c1")).doesNotExist();
    assertThat(node.runroot().resolve("rootfs/c1")).doesNotExist();

    Files.delete(disk.resolve("filler"));
    assertThat(services.rootFilesystems().prepare("c1", SMALL.id()).merged().resolve("small"))
        .hasContent("fits");
    services.rootFilesystems().remove("c1");
    node.pull(registry.host() + "/other:1");
    fill();
    services.images().remove(other.id());
    services.images().remove(SMALL.id());
    services = node.restart();
    assertThat(services.images().list()).isEmpty();
    assertThat(node.root().resolve("layers/sha256")).isEmptyDirectory();
  }

  @Test
  void anImageThatCannotBeRecordedOnAFullDiskIsNotThereAndTheNextPullWorks() throws Exception {
    node.pull(registry.host() + "/small:1");
    byte[] config =
        (new String(SMALL.config(), StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);
    FakeImage sameLayers = SMALL.withConfig(config);
    sameLayers.serve(registry, "same", "1");
    fill();

    assertThatThrownBy(() -> node.pull(registry.host() + "/same:1"))
        .hasCauseInstanceOf(ResourceExhausted.class)
        .hasMessageContaining("stage commit");

    assertThat(services.images().list()).extracting(ImageView::id).containsExactly(SMALL.id());
    assertThat(node.root().resolve("images/tmp")).isEmptyDirectory();
    Files.delete(disk.resolve("filler"));
    assertThat(node.pull(registry.host() + "/same:1")).isEqualTo(sameLayers.id());
  }

  @Test
  void anArtifactThatDoesNotFitLeavesNothingAndTheNextPullWorks() throws Exception {
    FakeArtifact large =
        FakeArtifact.of(
            new FakeArtifact.File("a", new byte[4 * MIB]),
            new FakeArtifact.File("b", new byte[16 * MIB]));
    large.serve(registry, "large", "1");
    long before = used();

    assertThatThrownBy(() -> node.pull(registry.host() + "/large:1"))
        .hasCauseInstanceOf(ResourceExhausted.class)
        .hasMessageContaining("stage layers");

    assertThat(services.images().list()).isEmpty();
    services = node.restart();
    assertThat(used()).isEqualTo(before);
    FakeArtifact fits = FakeArtifact.of(new FakeArtifact.File("a", new byte[4 * MIB]));
    fits.serve(registry, "fits", "1");
    assertThat(node.pull(registry.host() + "/fits:1")).isEqualTo(fits.id());
  }
}
