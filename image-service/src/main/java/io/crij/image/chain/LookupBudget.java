package io.crij.image.chain;

import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.ResourceExhausted;

/**
 * How much may be looked up to put one chain together: an image of many layers that imply many
 * directories of each other would take hours.
 */
final class LookupBudget {
  /** About a minute; large real images need some ten thousand. */
  static final long DEFAULT = 4_000_000;

  private final long most;
  private long left;

  LookupBudget(long most) {
    this.most = most;
    this.left = most;
  }

  void spend() {
    if (left-- <= 0) {
      throw new ResourceExhausted(
          "the image's layers are refused: putting them together takes more than "
              + most
              + " lookups",
          "Rebuild the image with fewer layers, or with entries for its directories.");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new Cancelled("putting the image's layers together was cancelled", "Pull again.");
    }
  }
}
