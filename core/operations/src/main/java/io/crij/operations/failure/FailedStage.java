package io.crij.operations.failure;

import io.crij.operations.clock.Elapsed;
import java.time.Duration;

/** Where a failure happened and how long that stage had run. */
record FailedStage(String name, Duration spent) {
  String text() {
    return " (stage " + name + ", after " + Elapsed.text(spent) + ")";
  }
}
