package io.crij.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.image.testing.TarEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether damage to an unpacked layer is found, and nothing else is. */
class LayerCheckKernelTest {
  @TempDir Path directory;
  private UnpackFixture fixture;

  @BeforeEach
  void prepare() throws IOException {
    fixture = new UnpackFixture(directory);
  }

  @AfterEach
  void remove() throws IOException {
    fixture.close();
  }

  private AppliedLayer usual() {
    return fixture.unpack(
        TarEntry.directory("etc"),
        TarEntry.file("etc/motd", "hello"),
        TarEntry.file("etc/empty", ""),
        TarEntry.file("large", new byte[300_000]),
        TarEntry.hardLink("again", "etc/motd"),
        TarEntry.symlink("link", "etc"),
        TarEntry.file("link/below", "through a link"),
        TarEntry.fifo("pipe"),
        TarEntry.file("etc/.wh.gone", ""));
  }

  private List<String> check(AppliedLayer recorded, boolean deep) {
    return LayerCheck.of(
        fixture.diffId(),
        fixture.target(),
        recorded,
        () -> new ByteArrayInputStream(fixture.recipe()),
        deep);
  }

  @Test
  void aLayerAsItWasUnpackedIsWhole() throws IOException {
    AppliedLayer layer = usual();

    assertThat(check(layer, false)).isEmpty();
    assertThat(check(layer, true)).isEmpty();
  }

  @Test
  void whatALayerReplacesItselfIsNoDamage() throws IOException {
    AppliedLayer layer =
        fixture.unpack(
            TarEntry.file("twice", "first"),
            TarEntry.file("twice", "second and longer"),
            TarEntry.file("d/inside", "gone"),
            TarEntry.file("d", "a file now"),
            TarEntry.file("f", "gone too"),
            TarEntry.directory("f"),
            TarEntry.file("f/new", "new"));

    assertThat(check(layer, true)).isEmpty();
    assertThat(layer.inodes()).isEqualTo(5);
    assertThat(layer.bytes()).isEqualTo("second and longer".length() + "a file now".length() + 3);
  }

  @Test
  void changedContentIsFoundByTheDeepCheckOnly() throws IOException {
    AppliedLayer layer = usual();
    try (RandomAccessFile file =
        new RandomAccessFile(fixture.target().resolve("large").toFile(), "rw")) {
      file.seek(200_000);
      file.write(1);
    }

    assertThat(check(layer, false)).isEmpty();
    assertThat(check(layer, true)).hasSize(1).first().asString().contains("digest");
  }

  @Test
  void otherLengthsAndMissingFilesAreFound() throws IOException {
    AppliedLayer layer = usual();
    Files.writeString(fixture.target().resolve("etc/motd"), "hell");
    Files.delete(fixture.target().resolve("large"));

    assertThat(check(layer, false))
        .containsExactlyInAnyOrder(
            "etc/motd has 4 bytes instead of 5", "large is gone, or no file any more");
  }

  @Test
  void anObjectTooManyOrTooFewIsFound() throws IOException {
    AppliedLayer layer = usual();
    Files.delete(fixture.target().resolve("link"));

    assertThat(check(layer, false)).isNotEmpty();

    fixture.clear();
    AppliedLayer again = fixture.unpack(TarEntry.file("a", "1"));
    Files.writeString(fixture.target().resolve("b"), "2");
    assertThat(check(again, false)).containsExactly("it has 3 objects instead of 2");
  }

  @Test
  void aDamagedListIsFound() throws IOException {
    AppliedLayer layer = usual();
    byte[] whole = fixture.recipe();
    for (int cut : new int[] {0, 10, whole.length / 2, whole.length - 12}) {
      List<String> problems =
          LayerCheck.of(
              fixture.diffId(),
              fixture.target(),
              layer,
              () -> new ByteArrayInputStream(whole, 0, cut),
              false);
      assertThat(problems).as("%d", cut).isNotEmpty();
    }
  }
}
