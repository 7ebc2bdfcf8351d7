package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row L1: what is found on the way to a log file. */
class LogFileKernelTest {
  @TempDir Path temporary;
  private Path pod;
  private Path canary;

  @BeforeEach
  void prepare() throws IOException {
    pod = temporary.toRealPath().resolve("pod");
    canary = temporary.resolve("canary");
    Files.writeString(canary, "untouched");
  }

  @Test
  void theFileAndItsDirectoriesAreMade() throws IOException {
    LogFile log = new LogFile(pod, "app/0.log");

    log.create();
    log.create();

    assertThat(log.path()).isEmptyFile();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.path())))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aLinkInThePlaceOfTheFileIsNotFollowed() throws IOException {
    Files.createDirectories(pod);
    Files.createSymbolicLink(pod.resolve("0.log"), canary);

    assertThatThrownBy(() -> new LogFile(pod, "0.log").create())
        .isInstanceOf(InvalidArgument.class);
    assertThat(canary).hasContent("untouched");
  }

  @Test
  void aLinkOnTheWayIsNotFollowed() throws IOException {
    Files.createDirectories(temporary.resolve("elsewhere"));
    Files.createSymbolicLink(pod, temporary.resolve("elsewhere"));

    assertThatThrownBy(() -> new LogFile(pod, "0.log").create())
        .isInstanceOf(InvalidArgument.class);
    assertThat(temporary.resolve("elsewhere")).isEmptyDirectory();
  }

  @Test
  void aHardLinkToAnotherFileIsRefused() throws IOException {
    Files.createDirectories(pod);
    Files.createLink(pod.resolve("0.log"), canary);

    assertThatThrownBy(() -> new LogFile(pod, "0.log").create())
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void onlyAnEmptyFileIsRemovedAgain() throws IOException {
    LogFile empty = new LogFile(pod, "empty.log");
    empty.create();
    LogFile used = new LogFile(pod, "used.log");
    used.create();
    Files.writeString(used.path(), "a line\n");

    LogFile.removeIfEmpty(empty.path());
    LogFile.removeIfEmpty(empty.path());
    LogFile.removeIfEmpty(used.path());

    assertThat(empty.path()).doesNotExist();
    assertThat(used.path()).hasContent("a line\n");
  }
}
