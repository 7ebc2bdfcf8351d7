package io.crij.linux.files;

import static io.crij.linux.files.Trees.path;
import static io.crij.linux.files.Trees.read;
import static io.crij.linux.files.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows P1, P2, C6, C11 and L2: nothing that is built lands outside or changes anything there. */
final class BuildingKernelTest {
  @TempDir private Path temporary;
  private Path canary;
  private ConfinedDirectory root;

  @BeforeEach
  void makeRoot() throws IOException {
    canary = Files.createDirectory(temporary.resolve("canary"));
    root = ConfinedDirectory.open(Files.createDirectory(temporary.resolve("root")));
    root.symlink(canary.toString(), path("absolute"));
    root.symlink("../canary", path("relative"));
    root.symlink("inside", path("within"));
    root.mkdir(path("inside"), 0755);
  }

  @AfterEach
  void canaryIsUntouched() throws IOException {
    root.removeContent();
    root.close();
    assertThat(canary).isEmptyDirectory();
  }

  private static void refused(int errno, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KernelException.class,
            failure -> assertThat(failure.errno()).as(failure.getMessage()).isEqualTo(errno));
  }

  @ParameterizedTest
  @ValueSource(strings = {"absolute/x", "relative/x", "within/x"})
  void linksOnTheWayAreRefused(String name) throws IOException {
    write(root, "file", "content");

    refused(Errno.ELOOP, () -> root.createFile(path(name), 0644));
    refused(Errno.ELOOP, () -> root.mkdir(path(name), 0755));
    refused(Errno.ELOOP, () -> root.mkdirs(path(name + "/y"), 0755));
    refused(Errno.ELOOP, () -> root.symlink("target", path(name)));
    refused(Errno.ELOOP, () -> root.hardLink(path("file"), path(name)));
    refused(Errno.ELOOP, () -> root.rename(path("file"), path(name)));
    refused(
        Errno.ELOOP,
        () -> root.mknod(path(name), FileType.CHARACTER_DEVICE, 0, DeviceNumber.WHITEOUT));
    refused(Errno.ELOOP, () -> root.unlink(path(name)));
    refused(Errno.ELOOP, () -> root.removeTree(path(name)));
    refused(Errno.ELOOP, () -> root.setMode(path(name), 0777));
    refused(Errno.ELOOP, () -> root.list(path(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "inside/../../x", "..", "inside/.."})
  void parentReferencesAreRefused(String name) {
    refused(Errno.EXDEV, () -> root.createFile(path(name), 0644));
    refused(Errno.EXDEV, () -> root.mkdir(path(name), 0755));
    refused(Errno.EXDEV, () -> root.removeTree(path(name)));
    refused(Errno.EXDEV, () -> root.hardLink(path(name), path("copy")));
  }

  @Test
  void linksAreFollowedInsideOnlyWhenAsked() throws IOException {
    try (ConfinedDirectory following =
        ConfinedDirectory.open(temporary.resolve("root"), ParentLinks.FOLLOW_IN_ROOT, 4)) {
      write(following, "within/x", "there");
      following.mkdirs(path("within/a/b"), 0755);
      refused(Errno.ENOENT, () -> following.createFile(path("absolute/x"), 0644));
      refused(Errno.ENOENT, () -> following.createFile(path("relative/x"), 0644));

      following.removeTree(path("inside/a"));
      following.mkdir(path("inside/a"), 0755);
      following.mkdir(path("inside/a/b"), 0755);
      write(following, "within/a/b/x", "again");
    }
    assertThat(read(root, "inside/x")).isEqualTo("there");
    assertThat(read(root, "inside/a/b/x")).isEqualTo("again");
  }

  @Test
  void theLastComponentIsNeverAFollowedLink() throws IOException {
    refused(Errno.EEXIST, () -> root.createFile(path("absolute"), 0644));
    refused(Errno.EINVAL, () -> root.appendFile(path("absolute"), 0644));
    refused(Errno.EOPNOTSUPP, () -> root.setMode(path("absolute"), 04777));
    refused(Errno.EINVAL, () -> root.createFile(ConfinedPath.ROOT, 0644));

    root.setOwner(path("absolute"), 1234, 5678);
    root.hardLink(path("absolute"), path("second"));

    FileStatus link = root.linkStatus(path("second")).orElseThrow();
    assertThat(link.type()).isEqualTo(FileType.SYMLINK);
    assertThat(link.uid()).isEqualTo(1234);
    assertThat(Files.getAttribute(canary, "unix:uid")).isEqualTo(0);
  }

  @Test
  void logFilesAreOurOwnOrRefused() throws IOException {
    try (ConfinedFile log = root.appendFile(path("0.log"), 0600)) {
      log.write(new byte[] {'a'}, 0, 1);
    }
    try (ConfinedFile log = root.appendFile(path("0.log"), 0600)) {
      log.write(new byte[] {'b'}, 0, 1);
    }
    assertThat(read(root, "0.log")).isEqualTo("ab");

    write(root, "2.log", "");
    root.setOwner(path("2.log"), 1000, 1000);
    refused(Errno.EPERM, () -> root.appendFile(path("2.log"), 0600));
    root.hardLink(path("0.log"), path("1.log"));
    root.mknod(path("fifo"), FileType.FIFO, 0600, new DeviceNumber(0, 0));
    refused(Errno.EMLINK, () -> root.appendFile(path("0.log"), 0600));
    refused(Errno.EINVAL, () -> root.appendFile(path("fifo"), 0600));
    refused(Errno.EINVAL, () -> root.appendFile(path("inside"), 0600));
  }

  @Test
  void renamesReplaceOnlyWhenAsked() throws IOException {
    write(root, "a", "a");
    write(root, "b", "b");

    refused(Errno.EEXIST, () -> root.renameToNew(path("a"), path("b")));
    root.rename(path("a"), path("b"));

    assertThat(read(root, "b")).isEqualTo("a");
    assertThat(root.status(path("a"))).isEmpty();
  }
}
