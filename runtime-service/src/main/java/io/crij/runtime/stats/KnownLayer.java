package io.crij.runtime.stats;

import java.util.OptionalLong;

/**
 * A layer that was counted.
 *
 * @param activity of its container before the count began
 * @param whole false for a sum that is still growing
 */
record KnownLayer(LayerUsage usage, OptionalLong activity, boolean whole) {

  /** Whether the count is still right. */
  boolean isTrueAt(OptionalLong now) {
    return whole && activity.isPresent() && activity.equals(now);
  }
}
