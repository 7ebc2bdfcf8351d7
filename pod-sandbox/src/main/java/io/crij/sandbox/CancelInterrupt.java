package io.crij.sandbox;

import io.crij.operations.operation.CancelHook;
import io.crij.operations.step.StepContext;

/** Interrupts this thread when the step is cancelled, and never after {@link #close}. */
final class CancelInterrupt implements AutoCloseable {
  private final Thread worker = Thread.currentThread();
  private boolean working = true;
  private boolean interrupted;

  private CancelInterrupt() {}

  static CancelInterrupt of(StepContext context) {
    CancelInterrupt interrupt = new CancelInterrupt();
    CancelHook _ = context.onCancel(interrupt::fire);
    return interrupt;
  }

  private synchronized void fire() {
    if (working) {
      interrupted = true;
      worker.interrupt();
    }
  }

  @Override
  public synchronized void close() {
    working = false;
    if (interrupted) {
      var _ = Thread.interrupted(); // ours; the thread goes on with the undo
    }
  }
}
