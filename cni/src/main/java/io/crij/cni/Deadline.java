package io.crij.cni;

import java.time.Duration;

/** The time that a whole chain of plugins may take. */
record Deadline(Duration limit, long startedNanos) {

  static Deadline after(Duration limit) {
    return new Deadline(limit, System.nanoTime());
  }

  /** Never negative. */
  Duration remaining() {
    Duration left = limit.minusNanos(System.nanoTime() - startedNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
