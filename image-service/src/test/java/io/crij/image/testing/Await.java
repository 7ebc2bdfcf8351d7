package io.crij.image.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/** Waits for what happens in the background. */
public final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 20;

  private Await() {}

  /** Returns when it is so; fails when it does not become so. */
  public static void until(Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(LIMIT);
    while (!condition.call()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("it did not become so in " + LIMIT.toSeconds() + " s");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
