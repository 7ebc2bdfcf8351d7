package io.crij.operations.step;

import io.crij.operations.operation.CancelHook;

/** Interrupts this thread when the step is cancelled, and never after {@link #close}. */
public final class CancelInterrupt implements AutoCloseable {
  private final Thread worker = Thread.currentThread();
  private boolean working = true;
  private boolean interrupted;

  private CancelInterrupt() {}

  /** For the calling thread, which closes it before it does anything else. */
  public static CancelInterrupt of(StepContext context) {
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
