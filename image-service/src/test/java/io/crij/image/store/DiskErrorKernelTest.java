package io.crij.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.image.ImageLimits;
import io.crij.image.ImageServices;
import io.crij.image.check.CheckOptions;
import io.crij.image.testing.FailingDisk;
import io.crij.image.testing.FakeArtifact;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.operations.failure.Internal;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk whose end cannot be written any more: EIO from the kernel itself. */
class DiskErrorKernelTest {
  private static final int MIB = 1 << 20;
  private static final FakeImage SMALL =
      FakeImage.withLayers(TestLayer.gzip(TarEntry.file("small", "fits")));

  @TempDir Path directory;
  private FailingDisk disk;
  private FakeRegistry registry;
  private ImageNode node;
  private ImageServices services;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(FailingDisk.isPossible(), "there are no loop devices or no mkfs.ext4");
    disk = new FailingDisk(directory, 256 * MIB);
    registry = new FakeRegistry();
    node = new ImageNode(disk.mounted(), ImageLimits.DEFAULT);
    services = node.start();
    SMALL.serve(registry, "small", "1");
  }

  @AfterEach
  void stop() throws Exception {
    if (disk != null) {
      try (AutoCloseable _ = disk::remove;
          AutoCloseable _ = registry) {
        node.leave();
      }
    }
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  private void requireNothingHalf() {
    assertThat(services.images().list()).extracting(i -> i.id()).containsExactly(SMALL.id());
    assertThat(services.images().resolve(registry.host() + "/large:1")).isEmpty();
  }

  @Test
  void aLayerThatCannotBeWrittenLeavesNothingHalfAndTheNextPullWorks() throws Exception {
    node.pull(registry.host() + "/small:1");
    FakeImage large =
        FakeImage.withLayers(
            TestLayer.plain(TarEntry.archive(TarEntry.file("a", noise(24 * MIB)))));
    large.serve(registry, "large", "1");
    disk.failBeyond(24 * MIB);

    assertThatThrownBy(() -> node.pull(registry.host() + "/large:1"))
        .hasCauseInstanceOf(Internal.class)
        .hasMessageContaining("stage layers")
        .hasMessageContaining("Input/output error")
        .hasMessageContaining("kernel's log");
    requireNothingHalf();
    assertThat(node.root().resolve("layers/sha256/" + large.diffIds().getFirst().hex()))
        .doesNotExist();

    disk.heal();
    assertThat(node.pull(registry.host() + "/large:1")).isEqualTo(large.id());
    assertThat(services.check().run(new CheckOptions(true, false), _ -> {}, () -> false).damaged())
        .isZero();
  }

  @Test
  void aBlobThatCannotBeWrittenLeavesNothingHalfAndTheNextPullWorks() throws Exception {
    node.pull(registry.host() + "/small:1");
    FakeArtifact large = FakeArtifact.of(new FakeArtifact.File("model", noise(24 * MIB)));
    large.serve(registry, "large", "1");
    disk.failBeyond(24 * MIB);

    assertThatThrownBy(() -> node.pull(registry.host() + "/large:1"))
        .hasCauseInstanceOf(Internal.class)
        .hasMessageContaining("Input/output error");
    requireNothingHalf();

    disk.heal();
    assertThat(node.pull(registry.host() + "/large:1")).isEqualTo(large.id());
  }

  @Test
  void aLayerThatCannotBeReadIsFoundByTheDeepCheck() throws Exception {
    FakeImage large =
        FakeImage.withLayers(
            TestLayer.plain(TarEntry.archive(TarEntry.file("a", noise(24 * MIB)))));
    large.serve(registry, "large", "1");
    node.pull(registry.host() + "/large:1");
    disk.failBeyond(24 * MIB);
    disk.forgetCache();

    CheckOptions deep = new CheckOptions(true, false);
    assertThat(services.check().run(deep, _ -> {}, () -> false).damaged()).isPositive();
    disk.heal();
    disk.forgetCache();
    assertThat(services.check().run(deep, _ -> {}, () -> false).damaged()).isZero();
  }
}
