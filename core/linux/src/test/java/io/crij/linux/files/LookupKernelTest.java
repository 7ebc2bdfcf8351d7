package io.crij.linux.files;

import static io.crij.linux.files.Trees.path;
import static io.crij.linux.files.Trees.read;
import static io.crij.linux.files.Trees.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows I6 and C5: what a lookup in a hostile root file system finds. */
final class LookupKernelTest {
  @TempDir private Path temporary;
  private ConfinedDirectory root;

  @BeforeEach
  void makeRoot() throws IOException {
    Files.writeString(temporary.resolve("secret"), "of the host");
    root = ConfinedDirectory.open(Files.createDirectory(temporary.resolve("root")));
    root.mkdir(path("etc"), 0755);
    write(root, "etc/passwd", "root:x:0:0\n");
  }

  @AfterEach
  void close() throws IOException {
    root.removeContent();
    root.close();
  }

  @Test
  void readsWhatTheContainerWouldSee() throws IOException {
    root.symlink("/etc", path("absolute"));
    root.symlink("etc/../etc/./passwd", path("relative"));
    root.symlink("../../../../../../etc/passwd", path("upwards"));

    assertThat(read(root, "/etc/passwd")).isEqualTo("root:x:0:0\n");
    assertThat(read(root, "absolute/passwd")).isEqualTo("root:x:0:0\n");
    assertThat(read(root, "relative")).isEqualTo("root:x:0:0\n");
    assertThat(read(root, "upwards")).isEqualTo("root:x:0:0\n");
    assertThat(read(root, "etc/../../../etc/passwd")).isEqualTo("root:x:0:0\n");
  }

  @Test
  void neverReadsTheHost() throws IOException {
    String secret = temporary.resolve("secret").toString();
    root.symlink(secret, path("absolute"));
    root.symlink("../secret", path("relative"));
    root.symlink(temporary.toString(), path("directory"));

    assertThat(root.status(path("absolute"))).isEmpty();
    assertThat(root.readRegularIfPresent(path("relative"), 100)).isEmpty();
    assertThat(root.lookup(path("directory/secret"), Kind.OBJECT)).isEmpty();
    assertThat(root.lookup(path("../secret"), Kind.REGULAR)).isEmpty();
    assertThat(root.lookup(path("etc/passwd/x"), Kind.OBJECT)).isEmpty();
    assertThatThrownBy(() -> root.readRegular(path("absolute"), 100))
        .isInstanceOfSatisfying(
            KernelException.class, failure -> assertThat(failure.is(Errno.ENOENT)).isTrue());
  }

  @Test
  void theEndOfAFileIsReadWithoutItsBeginning() throws IOException {
    assertThat(root.readTail(path("etc/passwd"), 5)).contains(":0:0\n".getBytes(UTF_8));
    assertThat(root.readTail(path("etc/passwd"), 500)).contains("root:x:0:0\n".getBytes(UTF_8));
    assertThat(root.readTail(path("etc/shadow"), 5)).isEmpty();
  }

  @Test
  void magicLinksAreRefused() throws IOException {
    try (ConfinedDirectory proc = ConfinedDirectory.open(Path.of("/proc"))) {
      assertThatThrownBy(() -> proc.lookup(path("self/root/etc/passwd"), Kind.REGULAR))
          .isInstanceOfSatisfying(
              KernelException.class, failure -> assertThat(failure.is(Errno.ELOOP)).isTrue());
    }
  }

  @Test
  void onlyRegularFilesAreOpened() throws IOException {
    root.mknod(path("fifo"), FileType.FIFO, 0644, new DeviceNumber(0, 0));
    root.mknod(path("zero"), FileType.CHARACTER_DEVICE, 0644, new DeviceNumber(1, 5));
    root.mknod(path("disk"), FileType.BLOCK_DEVICE, 0644, new DeviceNumber(4000, 5));
    root.symlink("fifo", path("link"));

    for (String name : new String[] {"fifo", "zero", "disk", "link", "etc"}) {
      assertThatThrownBy(() -> root.readRegular(path(name), 100))
          .as(name)
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("not a regular file");
    }
  }

  @Test
  void aLinkLoopIsAnError() throws IOException {
    root.symlink("b", path("a"));
    root.symlink("a", path("b"));

    assertThatThrownBy(() -> root.readRegular(path("a"), 100))
        .isInstanceOfSatisfying(
            KernelException.class, failure -> assertThat(failure.is(Errno.ELOOP)).isTrue());
    assertThat(root.linkStatus(path("a")).orElseThrow().type()).isEqualTo(FileType.SYMLINK);
    assertThat(root.readLink(path("a")).orElseThrow()).isEqualTo(new byte[] {'b'});
    assertThat(root.readLink(path("etc"))).isEmpty();
  }

  @Test
  void readsAreBounded() throws IOException {
    write(root, "large", "x".repeat(200_000));

    assertThat(root.readRegular(path("large"), 200_000)).hasSize(200_000);
    assertThatThrownBy(() -> root.readRegular(path("large"), 199_999))
        .hasMessageContaining("EFBIG")
        .hasMessageContaining("at most 199999 bytes");
  }

  @Test
  void directoriesOpenInRoot() throws IOException {
    root.symlink("/etc", path("link"));

    try (ConfinedDirectory etc =
        ConfinedDirectory.adopt(root.openDirectoryInRoot(path("link")), "etc of the image")) {
      assertThat(etc.list()).extracting(entry -> entry.name().toString()).containsExactly("passwd");
    }
    assertThatThrownBy(() -> root.openDirectory(path("link"))).hasMessageContaining("ELOOP");
    assertThatThrownBy(() -> root.openDirectoryInRoot(path("none"))).hasMessageContaining("ENOENT");
  }

  /** Row P4: a container exchanges a directory for a link to the host while we look. */
  @Test
  void anExchangedDirectoryLeadsNowhereElse() throws Exception {
    Files.writeString(temporary.resolve("passwd"), "of the host");
    root.mkdir(path("real"), 0755);
    write(root, "real/passwd", "inside");
    root.symlink("../../../../../../../.." + temporary, path("evil"));
    AtomicBoolean done = new AtomicBoolean();
    FutureTask<Void> swapper =
        new FutureTask<>(
            () -> {
              while (!done.get()) {
                root.rename(path("real"), path("swapped"));
                root.rename(path("evil"), path("real"));
                root.rename(path("real"), path("evil"));
                root.rename(path("swapped"), path("real"));
              }
              return null;
            });
    Thread.ofPlatform().start(swapper);

    try {
      for (int i = 0; i < 5000; i++) {
        byte[] seen = lookDuringExchange();
        assertThat(new String(seen, StandardCharsets.UTF_8)).isIn("inside", "");
      }
    } finally {
      done.set(true);
    }
    swapper.get();
  }

  private byte[] lookDuringExchange() throws IOException {
    try {
      return root.readRegularIfPresent(path("real/passwd"), 100).orElse(new byte[0]);
    } catch (KernelException failure) {
      assertThat(failure.is(Errno.EAGAIN)).as(failure.getMessage()).isTrue();
      return new byte[0];
    }
  }

  @Test
  void nothingStaysOpen() throws IOException {
    try (ConfinedDirectory descriptors = ConfinedDirectory.open(Path.of("/proc/self/fd"))) {
      try (Fd first = root.lookup(path("etc"), Kind.OBJECT).orElseThrow()) {
        assertThat(first.isOpen()).isTrue();
      }
      int before = descriptors.list().size();
      for (int i = 0; i < 100; i++) {
        read(root, "etc/passwd");
        root.list();
        assertThatThrownBy(() -> root.readRegular(path("etc"), 10)).isNotNull();
        assertThat(root.status(path("none"))).isEmpty();
      }
      assertThat(descriptors.list()).hasSizeLessThan(before + 50);
    }
  }
}
