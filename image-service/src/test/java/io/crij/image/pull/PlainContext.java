package io.crij.image.pull;

import io.crij.operations.operation.CancelHook;
import io.crij.operations.step.StepContext;
import java.time.Duration;

/** The context of a step that nobody cancels. */
final class PlainContext implements StepContext {
  @Override
  public boolean cancelled() {
    return false;
  }

  @Override
  public void checkCancelled() {}

  @Override
  public Duration remaining() {
    return Duration.ofMinutes(1);
  }

  @Override
  public CancelHook onCancel(Runnable hook) {
    return () -> {};
  }
}
