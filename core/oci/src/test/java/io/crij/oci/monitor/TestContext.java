package io.crij.oci.monitor;

import io.crij.operations.failure.Cancelled;
import io.crij.operations.operation.CancelHook;
import io.crij.operations.operation.Cancellation;
import io.crij.operations.step.StepContext;
import java.time.Duration;

/** A step's context without a runner, which the test cancels. */
final class TestContext implements StepContext {
  private final Cancellation cancellation = new Cancellation();
  private final Duration remaining;

  TestContext(Duration remaining) {
    this.remaining = remaining;
  }

  void cancel() {
    cancellation.request("the test wants it");
  }

  @Override
  public boolean cancelled() {
    return cancellation.requested();
  }

  @Override
  public void checkCancelled() {
    if (cancelled()) {
      throw new Cancelled("the test was cancelled", "Nothing to do.");
    }
  }

  @Override
  public Duration remaining() {
    return remaining;
  }

  @Override
  public CancelHook onCancel(Runnable hook) {
    return cancellation.onRequest(hook);
  }
}
