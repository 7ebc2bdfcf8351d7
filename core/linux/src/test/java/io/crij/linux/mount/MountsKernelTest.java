package io.crij.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MountsKernelTest {
  @TempDir private Path temporary;
  private Path base;
  private Path target;

  @BeforeEach
  void makeTarget() throws IOException {
    base = temporary.toRealPath();
    target = Files.createDirectory(base.resolve("target with space"));
  }

  @AfterEach
  void leaveNothing() throws IOException {
    for (MountEntry entry : MountTable.read().below(base).reversed()) {
      Mounts.unmount(Path.of(entry.mountPoint()), false);
    }
    assertThat(MountTable.read().below(base)).isEmpty();
  }

  @Test
  void tmpfsHasItsSizeAndMode() throws IOException {
    Mounts.tmpfs(target, 1 << 20, 01777);

    MountEntry entry = MountTable.read().at(target).orElseThrow();
    assertThat(entry.type()).isEqualTo("tmpfs");
    assertThat(entry.superOptions()).contains("size=1024k");
    assertThat(entry.options()).contains("nosuid", "nodev", "noexec");
    assertThat(Files.getAttribute(target, "unix:mode")).isEqualTo(041777);
    assertThatThrownBy(() -> Files.write(target.resolve("large"), new byte[(1 << 20) + 1]))
        .hasMessageContaining("No space left on device");
  }

  @Test
  void unmountIsIdempotent() throws IOException {
    Mounts.unmount(target, false);
    Mounts.unmount(target.resolve("absent"), false);
    Mounts.tmpfs(target, 4096, 0700);
    Mounts.tmpfs(target, 4096, 0700);
    assertThat(Mounts.isMountPoint(target)).isTrue();

    Mounts.unmount(target, false);
    assertThat(Mounts.isMountPoint(target)).isFalse();
    Mounts.unmount(target, true);
  }

  @Test
  void aBusyMountIsAnErrorUnlessLazy() throws IOException {
    Mounts.tmpfs(target, 1 << 20, 0700);
    try (ConfinedDirectory user = ConfinedDirectory.open(target)) {
      assertThatThrownBy(() -> Mounts.unmount(target, false))
          .isInstanceOfSatisfying(
              KernelException.class, failure -> assertThat(failure.is(Errno.EBUSY)).isTrue());
      Mounts.unmount(target, true);
      assertThat(Mounts.isMountPoint(target)).isFalse();
      assertThat(user.list()).isEmpty();
    }
  }

  @Test
  void aLinkIsNeverUnmountedThrough() throws IOException {
    Mounts.tmpfs(target, 4096, 0700);
    Path link = Files.createSymbolicLink(base.resolve("link"), target);

    Mounts.unmount(link, true);

    assertThat(Mounts.isMountPoint(target)).isTrue();
    assertThat(Mounts.isMountPoint(link)).isFalse();
  }

  @Test
  void bindsShowTheSource() throws IOException {
    Path source = Files.createDirectories(base.resolve("source/inner"));
    Mounts.tmpfs(source, 1 << 20, 0755);
    Files.writeString(source.resolve("file"), "x");

    Mounts.bind(base.resolve("source"), target, false);
    assertThat(target.resolve("inner")).isEmptyDirectory();
    Mounts.unmount(target, false);

    Mounts.bind(base.resolve("source"), target, true);
    assertThat(target.resolve("inner/file")).hasContent("x");
  }

  @Test
  void readOnlyBindsRefuseWrites() throws IOException {
    Path source = Files.createDirectories(base.resolve("source"));
    Files.writeString(source.resolve("file"), "x");

    Mounts.bindReadOnly(source, target, false);

    assertThat(target.resolve("file")).hasContent("x");
    assertThatThrownBy(() -> Files.createFile(target.resolve("new")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only file system");
    Files.createFile(source.resolve("new"));
    Mounts.unmount(target, false);

    Mounts.bind(source, target, false);
    Mounts.setReadOnly(target, false);
    assertThatThrownBy(() -> Files.createFile(target.resolve("newer")))
        .hasMessageContaining("Read-only file system");
  }

  /** Row C3: what is mounted is what was looked at, not what its path leads to by now. */
  @Test
  void aDescriptorPinsWhatIsBound() throws IOException {
    Path volume = Files.createDirectories(base.resolve("volume/data"));
    Files.writeString(volume.resolve("file"), "right");
    Files.writeString(Files.createDirectory(base.resolve("evil")).resolve("file"), "wrong");
    Files.createFile(base.resolve("plain"));
    try (ConfinedDirectory root = ConfinedDirectory.open(base.resolve("volume"));
        Fd source = root.lookup(ConfinedPath.parse("data"), Kind.OBJECT).orElseThrow()) {
      Files.move(volume, base.resolve("volume/moved"));
      Files.createSymbolicLink(volume, base.resolve("evil"));

      Mounts.bindFd(source, target);

      assertThat(target.resolve("file")).hasContent("right");
      try (ConfinedDirectory own = ConfinedDirectory.open(base);
          Fd file = own.lookup(ConfinedPath.parse("evil/file"), Kind.OBJECT).orElseThrow();
          Fd place = own.lookup(ConfinedPath.parse("plain"), Kind.OBJECT).orElseThrow()) {
        Mounts.bindFd(file, place);
      }
      assertThat(base.resolve("plain")).hasContent("wrong");
    }
  }

  @Test
  void aNamespaceIsPinnedByItsBind() throws IOException {
    Path pin = Files.createFile(base.resolve("net"));

    Mounts.bind(Path.of("/proc/thread-self/ns/net"), pin, false);

    assertThat(MountTable.read().at(pin).orElseThrow().type()).isEqualTo("nsfs");
    assertThat(Files.getAttribute(pin, "unix:ino"))
        .isEqualTo(Files.getAttribute(Path.of("/proc/thread-self/ns/net"), "unix:ino"));
  }

  @Test
  void aDirectoryBecomesAPrivateMountOnce() throws IOException {
    Mounts.makePrivateMount(target);
    Mounts.makePrivateMount(target);

    assertThat(MountTable.read().below(target)).hasSize(1);
    assertThat(MountTable.read().at(target).orElseThrow().propagation()).isEmpty();
    assertThatThrownBy(() -> Mounts.makePrivate(base)).hasMessageContaining("EINVAL");
  }

  @Test
  void wrongTargetsAreNamed() {
    assertThatThrownBy(() -> Mounts.tmpfs(base.resolve("absent"), 4096, 0700))
        .hasMessageContaining("mount tmpfs " + base.resolve("absent"))
        .hasMessageContaining("ENOENT");
    assertThatThrownBy(() -> Mounts.tmpfs(Path.of("relative"), 4096, 0700))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Mounts.tmpfs(target, 0, 0700))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
