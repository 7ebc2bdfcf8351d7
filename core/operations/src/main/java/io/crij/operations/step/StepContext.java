package io.crij.operations.step;

import io.crij.operations.operation.CancelHook;
import java.time.Duration;

/**
 * What a running step sees of its operation. The undo of a step is only ever cancelled by its
 * deadline.
 */
public interface StepContext {
  /** Whether the step should stop: the operation was cancelled, or the deadline has passed. */
  boolean cancelled();

  /**
   * @throws io.crij.operations.failure.Cancelled when the operation was cancelled
   * @throws io.crij.operations.failure.DeadlineExceeded when the deadline has passed
   */
  void checkCancelled();

  /** Time until the deadline, never negative: the time-out for programs and waits of the step. */
  Duration remaining();

  /**
   * Runs {@code hook} when the operation is cancelled or the deadline passes, on another thread; at
   * once when that has happened already. Close the result when there is nothing left to stop.
   */
  CancelHook onCancel(Runnable hook);

  /** Says what the step waits for, for error messages and status output. */
  default void waitsFor(String what) {}
}
