package io.crij.runtime.rpc;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Times as CRI has them: nanoseconds since 1970. */
final class Timestamps {
  private Timestamps() {}

  static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }
}
