package io.crij.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.mount.Mounts;
import io.crij.operations.failure.ResourceExhausted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrangements of entries that must cost no more than their number says. */
class ManyEntriesKernelTest {
  private static final int MANY = 20_000;

  @TempDir Path temporary;
  private Path directory;
  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
  private UnpackFixture fixture;

  @BeforeEach
  void start() throws IOException {
    directory = temporary.toRealPath();
    // Counted are our steps, not those of a disk.
    Mounts.tmpfs(directory, 2L << 30, 0700);
    fixture = new UnpackFixture(directory);
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
    Mounts.unmount(directory, false);
  }

  private void add(TarEntry entry) {
    tar.writeBytes(entry.bytes());
  }

  private AppliedLayer unpack() {
    tar.writeBytes(new byte[1024]);
    return fixture.unpack(TestLayer.plain(tar.toByteArray()), UnpackFixture.LIMITS);
  }

  @Test
  void P7_manyWhiteoutsAndOpaqueMarkersInOneDirectory() {
    for (int i = 0; i < MANY; i++) {
      add(TarEntry.file("d/.wh.f" + i, ""));
      add(TarEntry.file("d/.wh..wh..opq", ""));
    }

    // The directory, its root, and the whiteouts.
    assertThat(unpack().inodes()).isEqualTo(MANY + 2);
  }

  @Test
  void aHundredThousandEntries() throws IOException {
    for (int directory = 0; directory < 100; directory++) {
      add(TarEntry.directory("d" + directory).mode(0711));
      for (int file = 0; file < 999; file++) {
        String name = "d" + directory + "/f" + file;
        switch (file % 10) {
          case 7 -> add(TarEntry.symlink(name, "f0"));
          case 8 -> add(TarEntry.hardLink(name, "d" + directory + "/f0"));
          default -> add(TarEntry.file(name, "x"));
        }
      }
    }

    AppliedLayer applied = unpack();

    // 999 names: 100 are links to the inode of another, 100 symbolic links, 799 files.
    assertThat(applied.bytes()).isEqualTo(100 * 799);
    assertThat(applied.inodes()).isEqualTo(1 + 100 * (1 + 799 + 100));
    try (ConfinedDirectory root = ConfinedDirectory.open(fixture.target())) {
      assertThat(root.list()).hasSize(100);
      assertThat(root.list(ConfinedPath.parse("d99"))).hasSize(999);
      assertThat(root.linkStatus(ConfinedPath.parse("d99/f0")).orElseThrow().nlink())
          .isEqualTo(101);
      assertThat(root.linkStatus(ConfinedPath.parse("d42")).orElseThrow().mode()).isEqualTo(0711);
    }
  }

  @Test
  void P7_oneNameOverAndOver() {
    for (int i = 0; i < MANY / 20; i++) {
      add(TarEntry.directory("d"));
      add(TarEntry.file("d/x", ""));
      add(TarEntry.symlink("d", "e"));
      add(TarEntry.file("d", ""));
    }

    unpack();

    assertThat(fixture.target().resolve("d")).isRegularFile();
  }

  @Test
  void P7_aDeepPathWithManyFiles() throws IOException {
    String deep = "d/".repeat(1500);
    for (int i = 0; i < 2000; i++) {
      add(TarEntry.file(deep + "f" + i, "x"));
    }

    assertThat(unpack().bytes()).isEqualTo(2000);

    try (ConfinedDirectory root = ConfinedDirectory.open(fixture.target())) {
      assertThat(root.list(ConfinedPath.parse(deep))).hasSize(2000);
      assertThat(root.readRegular(ConfinedPath.parse(deep + "f7"), 10)).containsExactly('x');
    }
  }

  @Test
  void P7_overTheCapsIsRefused() {
    add(TarEntry.file("d/".repeat(2047) + "dd", ""));
    add(TarEntry.file("d/".repeat(2048), ""));
    assertThatThrownBy(this::unpack).isInstanceOf(ResourceExhausted.class);
    tar.reset();
    add(TarEntry.file(("d".repeat(200) + "/").repeat(21), ""));
    assertThatThrownBy(this::unpack).isInstanceOf(ResourceExhausted.class);
  }
}
