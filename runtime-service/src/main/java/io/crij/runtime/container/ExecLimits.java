package io.crij.runtime.container;

/**
 * Bounds of ExecSync for the whole node.
 *
 * @param concurrent how many may run at once; each has a thread that waits
 * @param outputBytes how much output all of them together may hold in memory
 */
public record ExecLimits(int concurrent, long outputBytes) {
  public static final ExecLimits DEFAULT = new ExecLimits(128, 48L << 20);

  public ExecLimits {
    if (concurrent < 1 || outputBytes < 1) {
      throw new IllegalArgumentException("limits of ExecSync must be positive");
    }
  }
}
