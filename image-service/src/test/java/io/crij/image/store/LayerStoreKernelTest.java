package io.crij.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.image.testing.Tree;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.Unavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers become visible whole and verified, or not at all. */
class LayerStoreKernelTest {
  private static final byte[] TAR =
      TarEntry.archive(TarEntry.directory("d"), TarEntry.file("d/f", "x".repeat(300_000)));

  @TempDir Path directory;
  private LayerStoreFixture fixture;

  @BeforeEach
  void start() {
    fixture = new LayerStoreFixture(directory);
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }

  private void assertNothingStored(Class<? extends Failure> kind, LayerSource source)
      throws IOException {
    assertThatThrownBy(() -> fixture.store.ensure(source)).isInstanceOf(kind);
    assertThat(fixture.store.contains(source.diffId())).isFalse();
    assertThat(fixture.stored()).isEmpty();
    assertThat(fixture.unfinished()).isEmpty();
  }

  private static LayerSource announcing(TestLayer layer, Digest digest, long size, byte[] served) {
    Descriptor descriptor =
        new Descriptor(layer.mediaType(), digest, size, Map.of(), Optional.empty());
    return new LayerSource(
        descriptor, layer.diffId(), layer.compression(), () -> new ByteArrayInputStream(served));
  }

  @Test
  void gzipZstdAndPlainLayersAreTheSame() throws IOException {
    StoredLayer first = fixture.ensure(TestLayer.gzip(TAR));
    Map<String, String> tree = Tree.of(first.diff());
    assertThat(tree).containsOnlyKeys("", "d", "d/f");
    assertThat(first.sizeBytes()).isEqualTo(300_000);
    assertThat(fixture.ensure(TestLayer.zstd(TAR))).isEqualTo(first);

    fixture.close();
    fixture.reopen();
    assertThat(Tree.of(fixture.ensure(TestLayer.zstd(TAR)).diff())).isEqualTo(tree);
    fixture.close();
    fixture.reopen();
    assertThat(Tree.of(fixture.ensure(TestLayer.plain(TAR)).diff())).isEqualTo(tree);
  }

  @Test
  void P14_anotherDigestOrSizeThanAnnouncedLeavesNothing() throws IOException {
    for (TestLayer layer :
        List.of(TestLayer.gzip(TAR), TestLayer.zstd(TAR), TestLayer.plain(TAR))) {
      byte[] blob = layer.blob();
      Digest digest = Digest.sha256(blob);
      Class<FailedPrecondition> served = FailedPrecondition.class;
      assertNothingStored(served, announcing(layer, digest, blob.length - 1, blob));
      assertNothingStored(served, announcing(layer, digest, blob.length + 1, blob));
      assertNothingStored(served, announcing(layer, Digest.sha256(new byte[1]), blob.length, blob));
      byte[] truncated = Arrays.copyOf(blob, blob.length / 2);
      assertNothingStored(served, announcing(layer, digest, blob.length, truncated));
      byte[] damaged = blob.clone();
      damaged[blob.length / 2] ^= 1;
      assertNothingStored(served, announcing(layer, digest, blob.length, damaged));
      byte[] longer = Arrays.copyOf(blob, blob.length + 1);
      assertNothingStored(served, announcing(layer, digest, blob.length, longer));
    }
  }

  @Test
  void P18_aDiffIdThatIsNotTheStreamsLeavesNothing() throws IOException {
    TestLayer layer = TestLayer.gzip(TAR);
    Digest other = Digest.sha256(new byte[1]);
    assertNothingStored(
        InvalidArgument.class,
        fixture.source(
            new TestLayer(layer.compression(), layer.blob(), other),
            () -> new ByteArrayInputStream(layer.blob())));
  }

  @Test
  void aBlobThatCannotBeFetchedLeavesNothing() throws IOException {
    assertNothingStored(
        Unavailable.class,
        fixture.source(
            TestLayer.gzip(TAR),
            () -> {
              throw new IOException("no route");
            }));
  }

  @Test
  void layersAreFoundAgainAfterARestart() throws IOException {
    TestLayer layer = TestLayer.gzip(TAR);
    StoredLayer stored = fixture.ensure(layer);

    fixture.reopen();

    assertThat(fixture.store.keep("image", List.of(layer.diffId()))).hasValue(List.of(stored));
  }

  @Test
  void whatACrashLeftHalfDoneIsNotSeen() throws IOException {
    TestLayer layer = TestLayer.gzip(TAR);
    fixture.ensure(layer);
    Files.createDirectories(fixture.root().resolve("layers/tmp/new-1/diff/d"));
    Files.writeString(fixture.root().resolve("layers/tmp/new-1/diff/d/f"), "half");
    Files.delete(fixture.home(layer).resolve("layer.json"));

    fixture.reopen();

    assertThat(fixture.unfinished()).isEmpty();
    assertThat(fixture.store.contains(layer.diffId())).isFalse();
    assertThat(fixture.stored()).isEmpty();
    assertThat(fixture.quarantined()).hasSize(1);
    assertThat(fixture.ensure(layer).sizeBytes()).isEqualTo(300_000);
  }

  @Test
  void anUnreadableRecordIsNoReasonNotToOpenAndLosesNothing() throws IOException {
    TestLayer layer = TestLayer.gzip(TAR);
    TestLayer other = TestLayer.gzip(TarEntry.file("other", ""));
    fixture.ensure(layer);
    fixture.ensure(other);
    Files.writeString(fixture.home(layer).resolve("layer.json"), "{\"version\":");
    Path record = fixture.home(other).resolve("layer.json");
    Files.writeString(
        record, Files.readString(record).replace(other.diffId().hex(), layer.diffId().hex()));
    Files.createDirectory(fixture.root().resolve("layers/sha256/no-digest"));

    fixture.reopen();

    assertThat(fixture.store.all()).isEmpty();
    assertThat(fixture.quarantined()).hasSize(3);
    Path aside =
        fixture
            .root()
            .resolve("layers/quarantined")
            .resolve(
                fixture.quarantined().stream()
                    .filter(name -> name.startsWith(layer.diffId().hex()))
                    .findFirst()
                    .orElseThrow());
    assertThat(aside.resolve("diff/d/f")).hasSize(300_000);
  }
}
