package io.crij.linux.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.files.TreeUsage.Count;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeUsageTest {
  private static final long AT_ONCE = Long.MAX_VALUE;

  @TempDir Path folder;
  private Path top;

  @BeforeEach
  void makeTop() throws IOException {
    top = Files.createDirectory(folder.resolve("top"));
  }

  /** It may be too deep for others. */
  @AfterEach
  void remove() throws IOException {
    UserTree.removeTree(folder, "top");
  }

  private Count count() throws IOException {
    try (TreeUsage usage = TreeUsage.of(top)) {
      assertThat(usage.advance(System.nanoTime() + AT_ONCE / 4)).isTrue();
      return usage.count();
    }
  }

  private static void shell(Path directory, String script) throws Exception {
    int end =
        new ProcessBuilder("sh", "-ec", script)
            .directory(directory.toFile())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(end).isZero();
  }

  /** Bytes and inodes as du(1) counts them. */
  private static Count du(Path tree) throws Exception {
    return new Count(number("-s -B1", tree), number("-s --inodes", tree), true);
  }

  private static long number(String options, Path tree) throws Exception {
    Process du = new ProcessBuilder("sh", "-c", "du " + options + " " + tree).start();
    return Long.parseLong(du.inputReader().readLine().split("\t")[0]);
  }

  @Test
  void countsWhatDuCounts() throws Exception {
    Path below = Files.createDirectories(top.resolve("a/b/c"));
    Files.write(below.resolve("small"), new byte[1]);
    Files.write(below.resolve("large"), new byte[300_000]);
    Files.createDirectory(top.resolve("empty"));
    assertThat(count()).isEqualTo(du(top));
  }

  @Test
  void aFileWithManyNamesCountsOnce() throws Exception {
    Path file = Files.write(top.resolve("0"), new byte[48 * 4096]);
    for (int i = 1; i < 3; i++) {
      Files.createLink(top.resolve(Integer.toString(i)), file);
    }
    assertThat(count()).isEqualTo(du(top));
  }

  @Test
  void holesTakeNothing() throws Exception {
    try (RandomAccessFile sparse = new RandomAccessFile(top.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    assertThat(count()).isEqualTo(du(top));
    assertThat(count().bytes()).isLessThan(1 << 20);
  }

  @Test
  void linksAreCountedAndNotFollowed() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.write(outside.resolve("large"), new byte[5_000_000]);
    Files.createSymbolicLink(top.resolve("out"), outside);
    Files.createSymbolicLink(top.resolve("loop"), top);
    assertThat(count()).isEqualTo(du(top));
    assertThat(count().inodes()).isEqualTo(3);
  }

  @Test
  void depthIsNoHidingPlace() throws Exception {
    shell(
        top,
        "i=0; while [ $i -lt 300 ]; do mkdir 1234567890123456789 2; echo x >2/f;"
            + " cd -P 1234567890123456789; i=$((i+1)); done; head -c 100000 /dev/zero >deep");
    assertThat(count()).isEqualTo(du(top));
  }

  @Test
  void aCountMayBeTakenInSmallSteps() throws Exception {
    shell(top, "for i in 1 2 3 4 5 6 7 8 9; do mkdir $i; echo x >$i/x; echo y >$i/y; done");
    try (TreeUsage usage = TreeUsage.of(top)) {
      int steps = 1;
      while (!usage.advance(System.nanoTime())) {
        steps++;
      }
      assertThat(steps).isGreaterThan(27);
      assertThat(usage.count()).isEqualTo(du(top));
    }
  }

  @Test
  void whatIsMovedAwayMeanwhileIsLeftAndTheRestCounted() throws Exception {
    String name = "d";
    shell(
        top,
        "i=0; while [ $i -lt 100 ]; do mkdir d; cd -P d; i=$((i+1)); done; mkdir e f;"
            + " echo x >e/x; echo x >f/x");
    Path deep = top;
    for (int i = 0; i < 80; i++) {
      deep = deep.resolve(name);
    }
    try (TreeUsage usage = TreeUsage.of(top)) {
      // The first one reads all of the lowest directory but does not come back up to the 80th.
      while (usage.count().inodes() < 102) {
        usage.advance(System.nanoTime());
      }
      Files.move(deep, top.resolve("moved"));
      while (!usage.advance(System.nanoTime())) {
        assertThat(usage.count().inodes()).isLessThan(500);
      }
      assertThat(usage.count().complete()).isFalse();
    }
    assertThat(count().complete()).isTrue();
  }

  @Test
  void whatVanishesMeanwhileIsNothing() throws Exception {
    shell(top, "for i in 1 2 3; do mkdir $i; echo x >$i/x; done");
    try (TreeUsage usage = TreeUsage.of(top)) {
      usage.advance(System.nanoTime());
      shell(top, "rm -r 1 2 3");
      assertThat(usage.advance(System.nanoTime() + AT_ONCE / 4)).isTrue();
      assertThat(usage.count().complete()).isTrue();
    }
  }
}
