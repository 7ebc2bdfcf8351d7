package io.crij.deploy.quickstart;

import java.time.Duration;

/** Time since it was started. */
record Stopwatch(long startedNanos) {
  static Stopwatch start() {
    return new Stopwatch(System.nanoTime());
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  boolean passed(Duration limit) {
    return elapsed().compareTo(limit) > 0;
  }
}
