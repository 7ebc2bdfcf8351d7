package io.crij.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.operations.failure.FailedPrecondition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stored layer gives back the tar stream that it came as, though only its files are kept. */
class LayerRecipeKernelTest {
  @TempDir Path directory;
  private LayerStoreFixture fixture;

  @BeforeEach
  void open() {
    fixture = new LayerStoreFixture(directory);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void everyKindOfEntryComesBackBitByBit() throws IOException {
    byte[] tar =
        TarEntry.archive(
            TarEntry.directory("./"),
            TarEntry.directory("etc/").mode(01777).owner(5, 7),
            TarEntry.file("etc/empty", ""),
            TarEntry.file("etc/passwd", "root:x:0:0\n").owner(3_000_000_000L, 4),
            TarEntry.file("etc/block", "x".repeat(512)),
            TarEntry.file("a/" + "long".repeat(60), "long name"),
            TarEntry.file("caps", "c").xattr("user.mime", new byte[20]),
            TarEntry.file("ignored", "c").xattr("trusted.overlay.opaque", new byte[] {'y'}),
            TarEntry.symlink("link", "etc"),
            TarEntry.file("link/through", "through a link"),
            TarEntry.hardLink("hard", "etc/passwd"),
            TarEntry.fifo("fifo"),
            TarEntry.device('3', "dev/null", 1, 3),
            TarEntry.file("etc/.wh.gone", "content of a whiteout"),
            TarEntry.file("opaque/.wh..wh..opq", ""),
            TarEntry.file("\u00fcml\u00e4ut", "name"));
    for (TestLayer layer :
        List.of(TestLayer.plain(tar), TestLayer.gzip(withTail(tar)), TestLayer.zstd(longer(tar)))) {
      StoredLayer stored = fixture.ensure(layer);
      assertThat(packed(stored)).as("%s", layer.compression()).isEqualTo(original(layer));
      assertThat(fixture.store.tarSize(stored)).isEqualTo(original(layer).length);
    }
  }

  @Test
  void itStillDoesAfterARestart() throws IOException {
    byte[] big = new byte[3 * 1024 * 1024 + 17];
    new Random(7).nextBytes(big);
    TestLayer layer = TestLayer.gzip(TarEntry.file("big", big), TarEntry.file("b", "b"));
    fixture.ensure(layer);
    fixture.reopen();
    assertThat(packed(fixture.store.all().getFirst())).isEqualTo(original(layer));
    assertThat(Files.size(fixture.home(layer).resolve("recipe"))).isLessThan(1000);
  }

  @Test
  void aChangedTreeIsFoundOut() throws IOException {
    TestLayer layer = TestLayer.gzip(TarEntry.file("dir/file", "content"));
    StoredLayer stored = fixture.ensure(layer);
    Path file = stored.diff().resolve("dir/file");

    Files.writeString(file, "CONTENT");
    assertRefused(stored, "digest");
    Files.writeString(file, "c");
    assertRefused(stored, "shorter");
    Files.delete(file);
    assertRefused(stored, "dir/file is gone");
    Path secret = Files.writeString(directory.resolve("secret"), "content");
    Files.createSymbolicLink(file, secret);
    assertRefused(stored, "dir/file is gone");
  }

  @Test
  void aPathThatComesTwiceIsFoundOut() {
    StoredLayer stored =
        fixture.ensure(TestLayer.gzip(TarEntry.file("f", "one"), TarEntry.file("f", "two")));
    assertRefused(stored, "path twice");
  }

  @Test
  void aLayerWithoutARecipeSaysWhatToDo() throws IOException {
    TestLayer layer = TestLayer.gzip(TarEntry.file("f", "one"));
    StoredLayer stored = fixture.ensure(layer);
    Files.delete(fixture.home(layer).resolve("recipe"));
    assertRefused(stored, "pull them again");
  }

  private void assertRefused(StoredLayer stored, String why) {
    assertThatThrownBy(() -> packed(stored))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(why);
  }

  private byte[] packed(StoredLayer layer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    fixture.store.writeTar(layer, out);
    return out.toByteArray();
  }

  private static byte[] original(TestLayer layer) throws IOException {
    InputStream blob = new ByteArrayInputStream(layer.blob());
    InputStream tar =
        switch (layer.compression()) {
          case NONE -> blob;
          case GZIP -> new GZIPInputStream(blob);
          case ZSTD -> new ZstdInputStreamNoFinalizer(blob);
        };
    try (tar) {
      return tar.readAllBytes();
    }
  }

  private static byte[] withTail(byte[] tar) {
    byte[] longer = Arrays.copyOf(tar, tar.length + 10_240);
    longer[longer.length - 1] = 1;
    return longer;
  }

  private static byte[] longer(byte[] tar) {
    return Arrays.copyOf(tar, tar.length + 100_000);
  }
}
