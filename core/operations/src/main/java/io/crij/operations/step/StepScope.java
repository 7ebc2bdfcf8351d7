package io.crij.operations.step;

import io.crij.operations.clock.Elapsed;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.Failure;
import io.crij.operations.operation.CancelHook;
import io.crij.operations.operation.Cancellation;
import io.crij.operations.operation.OpenStage;
import io.crij.operations.operation.Operation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The context of one step while it runs on one thread: its deadline, its hooks, its stage. */
final class StepScope implements StepContext, AutoCloseable {
  private static final String ADVICE = "What it did is taken back; retry when the cause is gone.";

  private final Operation operation;
  private final Duration deadline;
  private final Clock clock;
  private final Instant end;
  private final OpenStage stage;
  private final Thread worker = Thread.currentThread();
  // Fires for either reason; the step's hooks hang on it.
  private final Cancellation stop = new Cancellation();
  private final CancelHook parentHook;
  private final Future<?> alarm;
  private volatile boolean expired;
  private boolean working = true;

  /**
   * @param parent what cancels the step besides its deadline
   */
  StepScope(
      Operation operation,
      String stageName,
      Duration deadline,
      Cancellation parent,
      ScheduledExecutorService timer,
      Clock clock) {
    this.operation = operation;
    this.deadline = deadline;
    this.clock = clock;
    this.end = clock.instant().plus(deadline);
    this.stage = operation.enter(stageName);
    this.parentHook = parent.onRequest(() -> stop.request(parent.reason().orElseThrow()));
    this.alarm = timer.schedule(this::expire, deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean cancelled() {
    return stop.requested();
  }

  @Override
  public void checkCancelled() {
    if (expired) {
      throw new DeadlineExceeded(tooLong(), ADVICE);
    }
    Optional<String> reason = stop.reason();
    if (reason.isPresent()) {
      throw new Cancelled(stopped(reason.get()), ADVICE);
    }
  }

  @Override
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public CancelHook onCancel(Runnable hook) {
    return stop.onRequest(hook);
  }

  @Override
  public void waitsFor(String what) {
    stage.waitsFor(what);
  }

  /** Why the step failed: its deadline, else the cancellation, else its own reason. */
  Failure failureOf(Throwable thrown) {
    Failure own = Failure.wrap(operation + " failed", thrown);
    return reason(own, thrown).atStage(stage.name(), stage.elapsed());
  }

  private Failure reason(Failure own, Throwable thrown) {
    if (expired && !(own instanceof DeadlineExceeded)) {
      return new DeadlineExceeded(tooLong(), ADVICE, thrown);
    }
    if (!expired && stop.requested() && !(thrown instanceof Cancelled)) {
      return new Cancelled(stopped(stop.reason().orElseThrow()), ADVICE, thrown);
    }
    return own;
  }

  private String tooLong() {
    String waiting = stage.waiting().map(what -> ", waiting for " + what).orElse("");
    return operation + " used up the " + Elapsed.text(deadline) + " of one step" + waiting;
  }

  private String stopped(String reason) {
    return operation + " was cancelled: " + reason;
  }

  @Override
  public void close() {
    parentHook.close();
    alarm.cancel(false);
    synchronized (this) {
      working = false;
    }
    if (expired) {
      var _ = Thread.interrupted(); // ours; the thread goes on with other steps
    }
    stage.close();
  }

  private void expire() {
    expired = true;
    stop.request("the deadline of " + stage.name() + " passed");
    synchronized (this) {
      if (working) {
        worker.interrupt();
      }
    }
  }
}
