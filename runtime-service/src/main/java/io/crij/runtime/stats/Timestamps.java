package io.crij.runtime.stats;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Times as CRI has them: nanoseconds since 1970. */
public final class Timestamps {
  private Timestamps() {}

  public static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }
}
