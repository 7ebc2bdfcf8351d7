package io.crij.e2e.critest;

/**
 * How one spec ended.
 *
 * @param name its whole text
 * @param detail why it failed or was skipped; empty when it passed
 */
record SpecResult(String name, Outcome outcome, String detail, double seconds) {
  /** The ends that a spec can have. */
  enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }
}
