package io.crij.runtime.stats;

import java.time.Duration;

/**
 * How writable layers are counted.
 *
 * @param period from the beginning of one round over all layers to the next
 * @param percent of one processor that counting may take, 1 to 100
 */
public record LayerUsageSettings(Duration period, int percent) {
  public LayerUsageSettings {
    if (percent < 1 || percent > 100 || !period.isPositive()) {
      throw new IllegalArgumentException("not to be kept: " + percent + " %, every " + period);
    }
  }
}
