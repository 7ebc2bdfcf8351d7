package io.crij.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.testing.HostTool;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.ResourceExhausted;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sparse files in all forms that GNU tar writes, and maps that lie. */
class SparseFilesKernelTest {
  private static final long SIZE = 40L << 20;

  @TempDir Path directory;
  private UnpackFixture fixture;

  @BeforeEach
  void start() throws IOException {
    fixture = new UnpackFixture(directory);
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "gnu, --sparse-version=0.0, 3",
    "gnu, --sparse-version=0.0, 60",
    "posix, --sparse-version=0.0, 60",
    "posix, --sparse-version=0.1, 60",
    "posix, --sparse-version=1.0, 3",
    "posix, --sparse-version=1.0, 60"
  })
  void whatTarWritesIsUnpackedWithItsHoles(String format, String version, int parts)
      throws IOException {
    Path source = Files.createDirectory(directory.resolve("source"));
    String name = "a-name-longer-than-a-header-takes".repeat(4);
    long step = SIZE / parts;
    try (RandomAccessFile file = new RandomAccessFile(source.resolve(name).toFile(), "rw")) {
      for (int i = 0; i < parts; i++) {
        file.seek(i * step + (i == 0 ? 8192 : 0));
        file.write(("part " + i).repeat(1000).getBytes(StandardCharsets.UTF_8));
      }
      file.setLength(SIZE);
    }
    Files.writeString(source.resolve("after"), "after");
    Path archive = directory.resolve("layer.tar");
    HostTool.run(
        "tar",
        "--sparse",
        "--hole-detection=seek",
        "--format=" + format,
        version,
        "-C",
        source.toString(),
        "-cf",
        archive.toString(),
        ".");
    assertThat(archive).as("tar has left the holes out").isNotEmptyFile();
    assertThat(Files.size(archive)).isLessThan(SIZE / 10);

    AppliedLayer applied =
        fixture.unpack(TestLayer.plain(Files.readAllBytes(archive)), UnpackFixture.LIMITS);

    assertThat(fixture.target().resolve(name)).hasSameBinaryContentAs(source.resolve(name));
    assertThat(fixture.target().resolve("after")).hasContent("after");
    assertThat(applied.bytes()).isLessThan(SIZE / 10);
    try (ConfinedDirectory root = ConfinedDirectory.open(fixture.target())) {
      FileStatus status = root.linkStatus(ConfinedPath.parse(name)).orElseThrow();
      assertThat(status.size()).isEqualTo(SIZE);
      assertThat(status.allocated()).isLessThan(SIZE / 10);
    }
    HostTool.run("rm", "-rf", source.toString(), archive.toString());
  }

  private void assertRefused(TarEntry sparse) {
    assertThatThrownBy(() -> fixture.unpack(sparse))
        .isInstanceOfAny(InvalidArgument.class, ResourceExhausted.class);
  }

  private static TarEntry mapped(String size, String map, String content) {
    return TarEntry.file("a", content).pax("GNU.sparse.size", size).pax("GNU.sparse.map", map);
  }

  private static TarEntry inContent(String content) {
    return TarEntry.file("a", content)
        .pax("GNU.sparse.major", "1")
        .pax("GNU.sparse.minor", "0")
        .pax("GNU.sparse.realsize", "1000");
  }

  @Test
  void P8_mapsThatLieAreRefused() {
    // Announced: more extents than there are, or than anybody needs.
    assertRefused(inContent("2147483648\n"));
    assertRefused(inContent("2\n0\n1\n".concat("\0".repeat(506)) + "x"));
    assertRefused(inContent("999999999999999999999999\n"));
    assertRefused(inContent("-1\n"));
    assertRefused(inContent(""));
    assertRefused(inContent("1\n0\n5\n"));
    // More or less content than the map says.
    assertRefused(mapped("10", "0,4", "12345"));
    assertRefused(mapped("10", "0,6", "12345"));
    // Overlapping, out of order, out of the file, out of every range, half a pair.
    assertRefused(mapped("10", "0,3,2,2", "12345"));
    assertRefused(mapped("10", "5,2,0,3", "12345"));
    assertRefused(mapped("10", "8,5", "12345"));
    assertRefused(mapped("10", "999999999999999999,5", "12345"));
    assertRefused(mapped("10", "0,5,7", "12345"));
    assertRefused(mapped("10", "0,-5", "12345"));
    // A file of an exbibyte, a format of tomorrow, a size that nobody says.
    assertRefused(mapped("999999999999999999", "0,5", "12345"));
    assertRefused(TarEntry.file("a", "").pax("GNU.sparse.major", "2"));
    assertRefused(TarEntry.file("a", "").pax("GNU.sparse.map", "0,0"));
    assertRefused(TarEntry.file("a", "").pax("GNU.sparse.new", "0"));
    assertRefused(TarEntry.ofType('S', "a", new byte[512]));
    assertThat(fixture.unpack(mapped("10", "2,5", "12345")).bytes()).isEqualTo(5);
    assertThat(fixture.target().resolve("a"))
        .hasBinaryContent(new byte[] {0, 0, '1', '2', '3', '4', '5', 0, 0, 0});
  }

  @Test
  void P8_aMapOfAMillionPartsIsRefused() {
    StringBuilder map = new StringBuilder();
    for (int i = 0; i < 70_000; i++) {
      map.append(i == 0 ? "" : ",").append(i).append(",0");
    }
    assertRefused(mapped("1000000", map.toString(), ""));
    TarEntry oldest = TarEntry.file("a", "").pax("GNU.sparse.size", "1000000");
    for (int i = 0; i < 70_000; i++) {
      oldest.pax("GNU.sparse.offset", "0").pax("GNU.sparse.numbytes", "0");
    }
    assertRefused(oldest);
  }
}
