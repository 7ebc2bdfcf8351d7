package io.crij.operations.clock;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them: {@code 850 ms}, {@code 1.2 s}, {@code 3 min 5 s}. */
public final class Elapsed {
  private Elapsed() {}

  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
    return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }
}
