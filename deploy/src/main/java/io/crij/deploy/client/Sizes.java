package io.crij.deploy.client;

import java.util.Locale;

/** Bytes for people: {@code 512 B}, {@code 1.5 MB}; powers of 1000. */
public final class Sizes {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};
  private static final int STEP = 1000;

  private Sizes() {}

  public static String text(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    // What would be printed as 1000.0 is one of the next unit.
    while (value >= STEP - 0.05 && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[Math.max(unit, 0)]);
  }
}
