package io.crij.linux.files;

import static io.crij.linux.files.Trees.path;
import static io.crij.linux.files.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AttributesKernelTest {
  private static final Instant TIME = Instant.parse("2001-02-03T04:05:06.000000789Z");
  private static final byte[] CAPABILITY = {
    1, 0, 0, 2, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  @TempDir private Path temporary;
  private ConfinedDirectory root;

  @BeforeEach
  void open() throws IOException {
    root = ConfinedDirectory.open(temporary);
  }

  @AfterEach
  void close() {
    root.close();
  }

  @Test
  void filesGetExactlyWhatTheyAreGiven() throws IOException {
    try (ConfinedFile file = root.createFile(path("f"), 0666)) {
      assertThat(file.status().mode()).isEqualTo(0666);
      file.apply(new ObjectAttributes(1000, 4_000_000_000L, 06755, TIME));
      file.setXattr("security.capability", CAPABILITY);
    }

    FileStatus status = root.status(path("f")).orElseThrow();
    assertThat(status.mode()).isEqualTo(06755);
    assertThat(status.uid()).isEqualTo(1000);
    assertThat(status.gid()).isEqualTo(4_000_000_000L);
    assertThat(status.mtime()).isEqualTo(TIME);
    assertThat(root.getXattr(path("f"), "security.capability")).contains(CAPABILITY);
  }

  @Test
  void objectsOfEveryTypeDoToo() throws IOException {
    root.mkdir(path("dir"), 0777);
    root.mknod(path("fifo"), FileType.FIFO, 0666, new DeviceNumber(0, 0));
    root.mknod(path("null"), FileType.CHARACTER_DEVICE, 0666, new DeviceNumber(1, 3));
    root.symlink("nowhere", path("link"));
    assertThat(root.status(path("dir")).orElseThrow().mode()).isEqualTo(0777);

    for (String name : new String[] {"dir", "fifo", "null", "link"}) {
      try (ConfinedObject object = root.object(path(name))) {
        object.apply(new ObjectAttributes(5, 6, 01700, TIME));
        object.setXattr("trusted.crij", new byte[] {7, 0, 8});
        assertThat(object.getXattr("trusted.crij")).as(name).contains(new byte[] {7, 0, 8});
        assertThat(object.listXattrs()).contains("trusted.crij");
        assertThat(object.getXattr("trusted.none")).isEmpty();
        FileStatus status = object.status();
        assertThat(status.uid()).isEqualTo(5);
        assertThat(status.gid()).isEqualTo(6);
        assertThat(status.mtime()).isEqualTo(TIME);
        assertThat(status.mode()).isEqualTo(name.equals("link") ? 0777 : 01700);
      }
    }
    assertThat(root.status(path("null")).orElseThrow().rdev()).isEqualTo(new DeviceNumber(1, 3));
  }

  @Test
  void theRootHasAttributesToo() throws IOException {
    root.setMode(ConfinedPath.ROOT, 0711);
    root.setXattr(ConfinedPath.ROOT, "trusted.overlay.opaque", new byte[] {'y'});

    assertThat(root.status(ConfinedPath.ROOT).orElseThrow().mode()).isEqualTo(0711);
    assertThat(root.getXattr(ConfinedPath.ROOT, "trusted.overlay.opaque"))
        .contains(new byte[] {'y'});
  }

  @Test
  void idsThatWrapAreRefused() {
    assertThatThrownBy(() -> new ObjectAttributes(1L << 32, 0, 0, TIME))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ObjectAttributes(0, 0xffff_ffffL, 0, TIME))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ObjectAttributes(0, 0, 0100644, TIME))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesNeedNotBeText() throws IOException {
    byte[] bytes = {(byte) 0xff, (byte) 0xfe, ' ', '\n', (byte) 0x80};
    ConfinedPath odd = ConfinedPath.parse(bytes);
    root.mkdir(odd, 0700);
    write(root, "plain", "x");
    root.rename(path("plain"), odd.resolve(odd));

    assertThat(root.list(odd)).containsExactly(new DirectoryEntry(odd, FileType.REGULAR));
    assertThat(root.readRegular(odd.resolve(odd), 10)).isEqualTo(new byte[] {'x'});
    root.removeTree(odd);
    assertThat(root.list()).isEmpty();
  }
}
