package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.runtime.testing.TestHost;
import io.crij.runtime.testing.TestPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ReopenContainerLog, and row L2: what is in the way of the new file. */
class ReopenLogKernelTest {
  private static final String WAITING =
      "echo first; trap 'exit 0' TERM; while :; do sleep 0.1; done";

  @TempDir Path directory;
  private TestHost host;
  private TestPod pod;

  @BeforeEach
  void prepare() throws Exception {
    host = TestHost.withBusybox(directory);
    pod = TestPod.run(host, "web");
  }

  @AfterEach
  void leaveNothing() throws Exception {
    pod.remove();
    host.requireEmpty();
    host.wipe();
  }

  /** A writer at full speed, rotated all the time: every byte is in one of the files, in order. */
  @Test
  void rotationLosesNothing() throws Exception {
    String id = pod.start("app", "i=0; while [ $i -lt 200000 ]; do echo line-$i; i=$((i+1)); done");
    List<Path> files = new ArrayList<>();
    while (pod.containers().require(id).isRunning()) {
      Path rotated = pod.log("app").resolveSibling("0.log." + files.size());
      Files.move(pod.log("app"), rotated);
      files.add(rotated);
      try {
        TestPod.get(pod.containers().reopenLog(id));
        assertThat(pod.log("app")).exists();
        Thread.sleep(20);
      } catch (FailedPrecondition ended) {
        assertThat(pod.log("app")).doesNotExist();
        break;
      }
    }
    assertThat(pod.awaitEnd(id).end().code()).isZero();
    if (Files.exists(pod.log("app"))) {
      files.add(pod.log("app"));
    }

    assertThat(files).hasSizeGreaterThan(5);
    assertThat(text(files))
        .isEqualTo(
            IntStream.range(0, 200_000)
                .mapToObj(i -> "line-" + i + "\n")
                .collect(Collectors.joining()));
  }

  @Test
  void theNewFileIsThereAndTheOldOneGrowsNoMore() throws Exception {
    String id = pod.start("app", WAITING);
    awaitText("first");
    Path old = Files.move(pod.log("app"), pod.log("app").resolveSibling("old"));
    long size = Files.size(old);

    TestPod.get(pod.containers().reopenLog(id));

    assertThat(pod.log("app")).exists();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pod.log("app"))))
        .isEqualTo("rw-r-----");
    pod.exec(id, "echo second > /proc/1/fd/1");
    awaitText("second");
    assertThat(Files.size(old)).isEqualTo(size);
    assertThat(logDirectory()).containsExactlyInAnyOrder("0.log", "old");
  }

  @Test
  void aLogThatNobodyMovedGoesOn() throws Exception {
    String id = pod.start("app", WAITING);
    awaitText("first");

    TestPod.get(pod.containers().reopenLog(id));
    TestPod.get(pod.containers().reopenLog(id));
    pod.exec(id, "echo second > /proc/1/fd/1");

    awaitText("second");
    assertThat(Files.readString(pod.log("app"))).contains("first");
  }

  @Test
  void whatIsInTheWayIsNeitherReadNorWritten() throws Exception {
    String id = pod.start("app", WAITING);
    awaitText("first");
    Path log = pod.log("app");
    Path old = Files.move(log, log.resolveSibling("old"));
    Path canary = Files.writeString(directory.resolve("canary"), "untouched");

    Files.createSymbolicLink(log, canary);
    requireRefused(id);
    Files.createLink(replaced(log), canary);
    requireRefused(id);
    Files.createDirectory(replaced(log));
    requireRefused(id);
    new ProcessBuilder("mkfifo", replaced(log).toString()).start().waitFor();
    requireRefused(id);
    Files.writeString(replaced(log), "of somebody else");
    requireRefused(id);

    assertThat(canary).hasContent("untouched");
    assertThat(log).hasContent("of somebody else");
    Files.delete(log);
    Files.move(old, log);
    pod.exec(id, "echo second > /proc/1/fd/1");
    awaitText("second");
  }

  @Test
  void aLinkBesideTheLogIsNotFollowed() throws Exception {
    String id = pod.start("app", WAITING);
    awaitText("first");
    Path log = pod.log("app");
    Path canary = Files.writeString(directory.resolve("canary"), "untouched");
    Files.createSymbolicLink(log.resolveSibling("0.log.tmp"), canary);
    Files.move(log, log.resolveSibling("old"));

    TestPod.get(pod.containers().reopenLog(id));

    assertThat(canary).hasContent("untouched");
    assertThat(logDirectory()).containsExactlyInAnyOrder("0.log", "old");
  }

  /** Where its monitor cannot make a new file it would end, and the container with it. */
  @Test
  void aDirectoryThatIsGoneEndsNobody() throws Exception {
    String id = pod.start("app", WAITING);
    awaitText("first");
    Files.move(pod.log("app").getParent(), host.path("logs").resolve("moved"));

    assertThatThrownBy(() -> TestPod.get(pod.containers().reopenLog(id)))
        .isInstanceOf(Failure.class);

    assertThat(pod.exec(id, "echo here").stdout().toStringUtf8()).isEqualTo("here\n");
  }

  @Test
  void theLogOfAContainerThatHasEndedIsNotMadeAgain() throws Exception {
    String id = pod.start("app", "echo done");
    pod.awaitEnd(id);
    Files.delete(pod.log("app"));

    assertThatThrownBy(() -> TestPod.get(pod.containers().reopenLog(id)))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("written to no more");
    assertThat(logDirectory()).isEmpty();
    assertThatThrownBy(() -> pod.containers().reopenLog("ab".repeat(32)))
        .isInstanceOf(NotFound.class);
  }

  @Test
  void aLastLineWithoutItsEndIsEnded() throws Exception {
    String id = pod.start("app", "echo one; printf two; printf three >&2");
    pod.awaitEnd(id);

    assertThat(Files.readAllLines(pod.log("app")).stream().map(line -> line.split(" ", 2)[1]))
        .containsExactlyInAnyOrder(
            "stdout F one", "stdout P two", "stderr P three", "stdout F ", "stderr F ");
  }

  private void requireRefused(String id) {
    assertThatThrownBy(() -> TestPod.get(pod.containers().reopenLog(id)))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("something else is at");
  }

  private static Path replaced(Path file) throws IOException {
    Files.delete(file);
    return file;
  }

  private List<String> logDirectory() throws IOException {
    try (var files = Files.list(pod.log("app").getParent())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void awaitText(String text) throws Exception {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!Files.readString(pod.log("app")).contains(text)) {
      assertThat(System.nanoTime()).as("time to see " + text).isLessThan(end);
      Thread.sleep(10);
    }
  }

  private static String text(List<Path> files) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : files) {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split(" ", 4);
        all.append(words[3]).append(words[2].equals("F") ? "\n" : "");
      }
    }
    return all.toString();
  }
}
