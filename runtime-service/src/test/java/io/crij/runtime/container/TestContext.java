package io.crij.runtime.container;

import io.crij.operations.operation.CancelHook;
import io.crij.operations.step.StepContext;
import java.time.Duration;

/** A step that has a minute and is never cancelled. */
final class TestContext implements StepContext {
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
