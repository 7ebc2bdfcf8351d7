package io.crij.linux.files;

import static io.crij.linux.files.Trees.path;
import static io.crij.linux.files.Trees.read;
import static io.crij.linux.files.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.mount.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreeRemovalKernelTest {
  @TempDir private Path temporary;
  private Path base;
  private ConfinedDirectory root;

  @BeforeEach
  void makeRoot() throws IOException {
    base = Files.createDirectory(temporary.resolve("base"));
    root = ConfinedDirectory.open(base, ParentLinks.REFUSE, 8);
  }

  @AfterEach
  void close() throws IOException {
    Mounts.unmount(base.resolve("tree/a/mounted"), false);
    root.removeTree(path("tree"));
    root.close();
  }

  @Test
  void linksAndNodesAreRemovedNotFollowed() throws IOException {
    Path canary = Files.writeString(temporary.resolve("canary"), "alive");
    root.mkdirs(path("tree/a/b"), 0755);
    root.symlink(temporary.toString(), path("tree/a/out"));
    root.symlink(canary.toString(), path("tree/link"));
    root.mknod(path("tree/a/gone"), FileType.CHARACTER_DEVICE, 0, DeviceNumber.WHITEOUT);
    root.mknod(path("tree/fifo"), FileType.FIFO, 0600, new DeviceNumber(0, 0));
    write(root, "tree/a/b/file", "x");

    root.removeTree(path("tree"));
    root.removeTree(path("tree"));
    root.removeTree(path("none/such"));

    assertThat(root.list()).isEmpty();
    assertThat(canary).hasContent("alive");
  }

  @Test
  void aLinkInItsPlaceIsRemovedItself() throws IOException {
    root.mkdir(path("kept"), 0755);
    write(root, "kept/file", "x");
    root.symlink("kept", path("tree"));

    root.removeTree(path("tree"));

    assertThat(read(root, "kept/file")).isEqualTo("x");
    assertThat(root.linkStatus(path("tree"))).isEmpty();
    root.removeTree(path("kept"));
  }

  @Test
  void aDeepTreeNeedsNoStackAndFewDescriptors() throws IOException {
    ConfinedPath deepest = path("tree");
    ConfinedPath component = path("n".repeat(200));
    for (int i = 0; i < 2000; i++) {
      deepest = deepest.resolve(component);
    }
    root.mkdirs(deepest, 0755);
    try (ConfinedFile file = root.createFile(deepest.resolve("file"), 0600)) {
      assertThat(file.status().isRegular()).isTrue();
    }
    assertThat(deepest.length()).isGreaterThan(400_000);

    UserTree.removeTree(base, "tree");

    assertThat(root.list()).isEmpty();
  }

  @Test
  void aWideTreeIsRemoved() throws IOException {
    for (int i = 0; i < 200; i++) {
      root.mkdirs(path("tree/d" + i + "/e"), 0755);
    }
    for (int i = 0; i < 3000; i++) {
      write(root, "tree/d" + i % 7 + "/a file with a longer name " + i, "");
    }

    root.removeTree(path("tree"));

    assertThat(root.list()).isEmpty();
  }

  /** Many directories at a depth where those above have been closed. */
  @Test
  void aDeepTreeWithBranchesIsRemoved() throws IOException {
    ConfinedPath trunk = path("tree");
    for (int i = 0; i < 120; i++) {
      for (String name : new String[] {"left", "right"}) {
        root.mkdirs(trunk.resolve(name).resolve("leaf"), 0755);
      }
      trunk = trunk.resolve("trunk");
    }

    root.removeTree(path("tree"));

    assertThat(root.list()).isEmpty();
  }

  @Test
  void aMountInsideIsRefusedAndSurvives() throws IOException {
    root.mkdirs(path("tree/a/mounted"), 0755);
    Mounts.tmpfs(base.resolve("tree/a/mounted"), 1 << 20, 0700);
    Files.writeString(base.resolve("tree/a/mounted/file"), "alive");

    assertThatThrownBy(() -> root.removeTree(path("tree")))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("EXDEV")
        .hasMessageContaining("mounted is a mount point");
    assertThat(base.resolve("tree/a/mounted/file")).hasContent("alive");

    Mounts.unmount(base.resolve("tree/a/mounted"), false);
    root.removeTree(path("tree"));
    assertThat(root.list()).isEmpty();
  }

  /** A bind of the same file system has the same device number. */
  @Test
  void aBindMountInsideIsRefusedAndSurvives() throws IOException {
    root.mkdirs(path("tree/a/mounted"), 0755);
    root.mkdir(path("other"), 0755);
    write(root, "other/file", "alive");
    Mounts.bind(base.resolve("other"), base.resolve("tree/a/mounted"), false);

    assertThatThrownBy(() -> root.removeTree(path("tree"))).hasMessageContaining("mount point");
    Mounts.unmount(base.resolve("tree/a/mounted"), false);
    assertThat(read(root, "other/file")).isEqualTo("alive");

    Files.createFile(base.resolve("tree/a/file"));
    Mounts.bind(base.resolve("other/file"), base.resolve("tree/a/file"), false);
    assertThatThrownBy(() -> root.removeTree(path("tree")))
        .hasMessageContaining("EBUSY")
        .hasMessageContaining("mount point");
    Mounts.unmount(base.resolve("tree/a/file"), false);
    root.removeTree(path("tree"));
    root.removeTree(path("other"));
  }

  @Test
  void anImmutableFileIsNamed() throws Exception {
    root.mkdirs(path("tree/a"), 0755);
    write(root, "tree/a/stone", "");
    Path stone = base.resolve("tree/a/stone");
    assumeThat(chattr("+i", stone)).as("chattr works on this file system").isZero();

    try {
      assertThatThrownBy(() -> root.removeTree(path("tree")))
          .isInstanceOfSatisfying(
              KernelException.class, failure -> assertThat(failure.is(Errno.EPERM)).isTrue())
          .hasMessageContaining("stone: it may be immutable");
    } finally {
      assertThat(chattr("-i", stone)).isZero();
    }
  }

  private static int chattr(String change, Path file) throws Exception {
    Path program = Path.of("/usr/bin/chattr");
    if (!Files.isExecutable(program)) {
      return -1;
    }
    return new ProcessBuilder(program.toString(), change, file.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Row P4: directories are moved about, and links put in their place, while they are removed. */
  @Test
  void aMovingTreeHarmsNothingElse() throws Exception {
    Path canary = Files.createDirectory(temporary.resolve("canary"));
    Files.writeString(canary.resolve("file"), "alive");
    AtomicBoolean done = new AtomicBoolean();
    try (ConfinedDirectory other = ConfinedDirectory.open(base)) {
      FutureTask<Void> mover = new FutureTask<>(() -> move(other, canary, done), null);
      Thread.ofPlatform().start(mover);
      try {
        for (int i = 0; i < 100; i++) {
          ConfinedPath deep = path("tree" + "/d".repeat(50));
          tolerate(() -> root.mkdirs(deep, 0755));
          tolerate(() -> root.removeTree(path("tree")));
        }
      } finally {
        done.set(true);
      }
      mover.get();
    }
    assertThat(canary.resolve("file")).hasContent("alive");
    root.removeTree(path("away"));
  }

  private static void move(ConfinedDirectory root, Path canary, AtomicBoolean done) {
    while (!done.get()) {
      tolerate(() -> root.rename(path("tree/d/d/d"), path("away")));
      tolerate(() -> root.symlink(canary.toString(), path("tree/d/d/d")));
      tolerate(() -> root.unlink(path("tree/d/d/d")));
      tolerate(() -> root.rename(path("away"), path("tree/d/d")));
      tolerate(() -> root.rename(path("away"), path("tree/moved")));
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void tolerate(Action action) {
    try {
      action.run();
    } catch (IOException lost) {
      // The other side was first: any error will do, as long as nothing outside changes.
      assertThat(lost).isInstanceOf(KernelException.class);
    }
  }
}
