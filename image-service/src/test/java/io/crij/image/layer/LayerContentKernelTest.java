package io.crij.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.image.testing.Tree;
import io.crij.linux.files.ConfinedPath;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the objects of a layer become, in every respect that a container can see. */
class LayerContentKernelTest {
  /** cap_net_raw+ep, revision 2. */
  private static final byte[] CAPABILITY = {
    1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

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

  private Map<String, String> tree() throws IOException {
    return Tree.of(fixture.target());
  }

  @Test
  void modesOwnersTimesAndAttributes() throws IOException {
    Instant time = Instant.ofEpochSecond(1_234_567_890);
    AppliedLayer applied =
        fixture.unpack(
            TarEntry.directory("./").mode(01777).owner(3, 4).mtime(time),
            TarEntry.directory("bin").mode(02750).owner(1, 2).mtime(time),
            TarEntry.file("bin/su", "su").mode(04755).owner(5, 6).mtime(time),
            TarEntry.file("bin/ping", "ping")
                .owner(5, 6)
                .xattr("security.capability", CAPABILITY)
                .xattr("user.note", new byte[] {1, 2}),
            TarEntry.symlink("bin/sh", "/bin/no such\nfile").owner(7, 8).mtime(time),
            TarEntry.hardLink("su", "bin/su"),
            TarEntry.fifo("pipe").mode(0620).owner(9, 10).mtime(time),
            TarEntry.file("far", "").pax("mtime", "1234567890.123456789").owner(0xffff_fffdL, 1),
            TarEntry.file("old", "").pax("mtime", "-1.5"));

    assertThat(tree())
        .containsEntry("", "DIRECTORY 1777 3:4 2009-02-13T23:31:30Z")
        .containsEntry("bin", "DIRECTORY 2750 1:2 2009-02-13T23:31:30Z")
        .containsEntry("pipe", "FIFO 0620 9:10 2009-02-13T23:31:30Z 1")
        .containsEntry("bin/sh", "SYMLINK 0777 7:8 2009-02-13T23:31:30Z 1 -> /bin/no such\nfile");
    assertThat(tree().get("bin/su")).startsWith("REGULAR 4755 5:6 2009-02-13T23:31:30Z 2 sha256:");
    assertThat(tree().get("su")).isEqualTo(tree().get("bin/su"));
    assertThat(tree().get("bin/ping"))
        .endsWith("security.capability=0100000200200000000000000000000000000000 user.note=0102");
    assertThat(tree().get("far"))
        .startsWith("REGULAR 0644 4294967293:1 2009-02-13T23:31:30.123456789Z");
    assertThat(tree().get("old")).startsWith("REGULAR 0644 0:0 1969-12-31T23:59:58.500Z");
    assertThat(applied.rootListed()).isTrue();
    assertThat(applied.ignoredXattrs()).isZero();
    assertThat(applied.bytes()).isEqualTo(6);
    assertThat(applied.inodes()).isEqualTo(8);
  }

  @Test
  void attributesThatSteerOverlaysOrBelongToTheHostAreLeftOut() throws IOException {
    byte[] yes = {'y'};
    AppliedLayer applied =
        fixture.unpack(
            TarEntry.directory("d").xattr("trusted.overlay.opaque", yes),
            TarEntry.directory("e").xattr("user.overlay.opaque", yes),
            TarEntry.file("f", "")
                .xattr("trusted.overlay.redirect", "/etc".getBytes(StandardCharsets.US_ASCII)),
            TarEntry.file("g", "").xattr("trusted.overlay.whiteout", yes),
            TarEntry.file("h", "").xattr("security.selinux", yes),
            TarEntry.file("i", "").xattr("system.posix_acl_access", yes));

    assertThat(applied.ignoredXattrs()).isEqualTo(6);
    assertThat(String.join("\n", tree().values())).doesNotContain("=");
  }

  @Test
  void aBrokenCapabilityIsRefused() {
    assertThatThrownBy(
            () -> fixture.unpack(TarEntry.file("f", "").xattr("security.capability", new byte[3])))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void namesOfAnyBytes() throws IOException {
    String longName = "n".repeat(120);
    fixture.unpack(
        TarEntry.file(new byte[] {'a', (byte) 0xff, '\n', (byte) 0x80}, "bytes"),
        TarEntry.file("pax", "").pax("path", new byte[] {'b', (byte) 0xfe}),
        TarEntry.file("dir/" + longName, "long"),
        TarEntry.file("gnu", "gnu")
            .after(
                TarEntry.ofType(
                    'L', "././@LongLink", ("gnu" + longName).getBytes(StandardCharsets.UTF_8))));

    assertThat(tree())
        .containsOnlyKeys(
            "", "a\\xff\\x0a\\x80", "b\\xfe", "dir", "dir/" + longName, "gnu" + longName);
  }

  @Test
  void aLongNameWhoseBeginningLooksLikeADirectoryIsThatOfAFile() throws IOException {
    String directory = "d".repeat(99) + "/";
    fixture.unpack(TarEntry.file(directory + "file", "content"));

    assertThat(fixture.target().resolve(directory + "file")).hasContent("content");
  }

  @Test
  void theLastEntryOfANameWins() throws IOException {
    fixture.unpack(
        TarEntry.file("a", "first"),
        TarEntry.file("a", "second"),
        TarEntry.directory("b").mode(0700),
        TarEntry.file("b/kept", ""),
        TarEntry.directory("b").mode(0711),
        TarEntry.directory("c"),
        TarEntry.file("c/gone", ""),
        TarEntry.file("c", "file"),
        TarEntry.symlink("d", "a"),
        TarEntry.directory("d"),
        TarEntry.fifo("e"),
        TarEntry.file("e", "file"),
        TarEntry.hardLink("f", "a"),
        TarEntry.file("a", "third"));

    assertThat(tree()).containsOnlyKeys("", "a", "b", "b/kept", "c", "d", "e", "f");
    assertThat(fixture.target().resolve("a")).hasContent("third");
    assertThat(fixture.target().resolve("f")).hasContent("second");
    assertThat(tree().get("b")).startsWith("DIRECTORY 0711");
    assertThat(tree().get("d")).startsWith("DIRECTORY");
    assertThat(tree().get("e")).startsWith("REGULAR");
  }

  @Test
  void directoriesWithoutAnEntryAreTheSameEveryTime() throws IOException {
    TestLayer layer = TestLayer.gzip(TarEntry.file("tmp/deep/x", "x"));
    AppliedLayer applied = fixture.unpack(layer, UnpackFixture.LIMITS);
    Map<String, String> first = tree();

    fixture.clear();
    fixture.unpack(layer, UnpackFixture.LIMITS);

    assertThat(tree()).isEqualTo(first);
    assertThat(first).containsEntry("tmp", "DIRECTORY 0755 0:0 1970-01-01T00:00:00Z");
    assertThat(applied.needs()).isEqualTo(2);
    assertThat(fixture.needs().implied())
        .containsExactly(ConfinedPath.parse("tmp"), ConfinedPath.parse("tmp/deep"));
    assertThat(applied.rootListed()).isFalse();
  }

  @Test
  void P11_devicesAreLeftOutAndOutOfRangeOnesRefused() throws IOException {
    AppliedLayer applied =
        fixture.unpack(
            TarEntry.device('3', "dev/null", 1, 3),
            TarEntry.device('4', "dev/sda", 8, 0),
            TarEntry.device('3', "hidden", 0, 0),
            TarEntry.hardLink("dev/zero", "dev/null"),
            TarEntry.device('3', "dev/tty", 5, 0),
            TarEntry.file("dev/tty", "now a file"),
            TarEntry.hardLink("dev/tty0", "dev/tty"));

    assertThat(applied.leftOutDevices()).isEqualTo(5);
    assertThat(tree()).containsOnlyKeys("", "dev", "dev/tty", "dev/tty0");
    for (long major : new long[] {(1L << 32) + 1, 1 << 12, -1}) {
      assertThatThrownBy(() -> fixture.unpack(TarEntry.device('3', "dev/null", major, 3)))
          .isInstanceOf(InvalidArgument.class);
      assertThatThrownBy(() -> fixture.unpack(TarEntry.device('4', "dev/x", 1, major << 8)))
          .isInstanceOf(InvalidArgument.class);
    }
  }

  @Test
  void whiteoutsAndOpaqueDirectoriesInOverlayfsForm() throws IOException {
    AppliedLayer applied =
        fixture.unpack(
            TarEntry.file("a/.wh.gone", ""),
            TarEntry.file("b/.wh..wh..opq", ""),
            TarEntry.file("b/new", ""),
            TarEntry.file(".wh.c", ""),
            TarEntry.directory("c"),
            TarEntry.file("c/new", ""),
            TarEntry.directory("d"),
            TarEntry.file(".wh.d", ""),
            TarEntry.file("e", ""),
            TarEntry.file(".wh.e", ""),
            TarEntry.file(".wh.f", ""),
            TarEntry.file("f/implied", ""),
            TarEntry.file(".wh..wh.plnk/x", ""),
            TarEntry.file(".wh..wh.aufs", ""));

    assertThat(tree())
        .containsOnlyKeys(
            "", "a", "a/gone", "b", "b/new", "c", "c/new", "d", "e", "f", "f/implied");
    assertThat(tree().get("a/gone")).startsWith("CHARACTER_DEVICE").contains("0, minor");
    for (String opaque : new String[] {"b", "c", "d", "f"}) {
      assertThat(tree().get(opaque)).as(opaque).endsWith("trusted.overlay.opaque=79");
    }
    assertThat(tree().get("e")).startsWith("REGULAR");
    assertThat(applied.opaqueRoot()).isFalse();
    fixture.clear();
    assertThat(fixture.unpack(TarEntry.file(".wh..wh..opq", "")).opaqueRoot()).isTrue();
  }
}
