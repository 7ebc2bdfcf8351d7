package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row L1: what a log path may say. */
class LogFileTest {
  private static final Path POD = Path.of("/var/log/pods/web");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc/cron.d/x",
        "/etc/x",
        "a/../../b",
        "..",
        ".",
        "a//b",
        "a/",
        "a\nb",
        "a\0b"
      })
  void aPathThatLeavesTheDirectoryOrIsNotCleanIsRefused(String path) {
    assertThatThrownBy(() -> LogFile.of(Optional.of(POD), path))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void aPathBelowTheDirectoryIsTaken() {
    assertThat(LogFile.of(Optional.of(POD), "app/0.log").map(LogFile::path))
        .contains(POD.resolve("app/0.log"));
  }

  @Test
  void withoutADirectoryOrAPathNothingIsKept() {
    assertThat(LogFile.of(Optional.empty(), "app/0.log")).isEmpty();
    assertThat(LogFile.of(Optional.of(POD), "")).isEmpty();
  }
}
