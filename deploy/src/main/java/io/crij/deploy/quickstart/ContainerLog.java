package io.crij.deploy.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The newest line of a container's log file, which has CRI's format: time, stream, tag, text. */
final class ContainerLog {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Path file;

  ContainerLog(Path file) {
    this.file = file;
  }

  String newestLine() throws InterruptedException {
    Stopwatch watch = Stopwatch.start();
    while (true) {
      List<String> lines = lines();
      if (!lines.isEmpty()) {
        return lines.getLast();
      }
      if (watch.passed(LIMIT)) {
        throw new DemonstrationFailed("the container wrote no line to " + file);
      }
      Thread.sleep(PAUSE);
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the container's log " + file, e);
    }
  }
}
