package io.crij.operations.step;

import io.crij.operations.operation.CancelHook;
import java.time.Duration;

/** The context of a step that a test calls without a runner. */
final class UncancelledContext implements StepContext {
  @Override
  public boolean cancelled() {
    return false;
  }

  @Override
  public void checkCancelled() {}

  @Override
  public Duration remaining() {
    return World.DEADLINE;
  }

  @Override
  public CancelHook onCancel(Runnable hook) {
    return () -> {};
  }
}
