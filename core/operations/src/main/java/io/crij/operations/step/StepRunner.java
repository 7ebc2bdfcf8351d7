package io.crij.operations.step;

import io.crij.operations.debt.Debts;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.Failure;
import io.crij.operations.operation.CancelHook;
import io.crij.operations.operation.Cancellation;
import io.crij.operations.operation.Operation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Does steps in order, or undoes them in reverse. */
public final class StepRunner {
  private final StepExecution execution;
  private final Debts debts;
  private final Executor platformThreads;
  private final Clock clock;

  /**
   * @param timer watches deadlines; nothing on it sleeps
   * @param platformThreads where parallel steps run
   */
  public StepRunner(
      Failpoints failpoints,
      Debts debts,
      ScheduledExecutorService timer,
      Executor platformThreads,
      Clock clock) {
    this.execution = new StepExecution(failpoints, timer, clock);
    this.debts = debts;
    this.platformThreads = platformThreads;
    this.clock = clock;
  }

  /**
   * Does the steps in order. When one fails, or the operation is cancelled, the steps begun are
   * undone in reverse, the failing one first; what cannot be undone becomes a suppressed failure
   * and a debt.
   *
   * @throws Failure why, with the stage
   */
  public void run(Operation operation, List<Step> steps) {
    List<Step> begun = new ArrayList<>();
    try {
      for (Step step : steps) {
        check(operation, step, operation.cancellation());
        begun.add(step);
        doStep(operation, step, operation.cancellation());
      }
    } catch (Throwable thrown) {
      Failure failure = Failure.wrap(operation + " failed", thrown);
      undoEach(operation, begun.reversed()).forEach(failure::addSuppressed);
      throw failure;
    }
  }

  /**
   * Undoes all steps in reverse, also those after a failing one. Cancelling the operation does not
   * stop it; every step has its deadline. What fails is recorded as a debt and retried.
   *
   * @throws Failure the first failure, the others suppressed
   */
  public void undo(Operation operation, List<Step> steps) {
    throwFirst(undoEach(operation, steps.reversed()));
  }

  private void doStep(Operation operation, Step step, Cancellation parent) {
    if (step instanceof ParallelStep group) {
      doTogether(operation, group, parent);
    } else {
      execution.run(operation, step, Phase.DO, parent);
    }
  }

  private void doTogether(Operation operation, ParallelStep group, Cancellation parent) {
    Cancellation siblings = new Cancellation();
    // What came first is the cause; what the others say of being cancelled for it comes after.
    List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
    try (CancelHook _ = parent.onRequest(() -> siblings.request(parent.reason().orElseThrow()))) {
      List<Supplier<List<Failure>>> parts = new ArrayList<>();
      for (Step step : group.steps()) {
        parts.add(() -> doSibling(operation, step, siblings, failures));
      }
      failures.addAll(Together.run(platformThreads, parts));
      throwFirst(List.copyOf(failures));
    }
  }

  private List<Failure> doSibling(
      Operation operation, Step step, Cancellation siblings, List<Failure> failures) {
    try {
      check(operation, step, siblings);
      doStep(operation, step, siblings);
    } catch (Failure failure) {
      failures.add(failure);
      siblings.request("the parallel step " + step.name() + " failed");
    }
    return List.of();
  }

  private List<Failure> undoEach(Operation operation, List<Step> reversed) {
    // A pending interrupt was meant for the work, not for its undo.
    boolean interrupted = Thread.interrupted();
    List<Failure> failures = new ArrayList<>();
    for (Step step : reversed) {
      failures.addAll(undoStep(operation, step));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failures;
  }

  private List<Failure> undoStep(Operation operation, Step step) {
    if (step instanceof ParallelStep group) {
      List<Supplier<List<Failure>>> parts = new ArrayList<>();
      for (Step child : group.steps()) {
        parts.add(() -> undoStep(operation, child));
      }
      return Together.run(platformThreads, parts);
    }
    String owed = Phase.UNDO.stage(step);
    try {
      execution.run(operation, step, Phase.UNDO, new Cancellation());
      debts.settled(operation.object(), owed);
      return List.of();
    } catch (RuntimeException thrown) {
      Failure failure = Failure.wrap(owed + " of " + operation.object() + " failed", thrown);
      debts.add(operation.object(), owed, () -> undoAgain(operation, step), failure);
      return List.of(failure);
    }
  }

  private Optional<Failure> undoAgain(Operation first, Step step) {
    Operation retry = new Operation(first.kind(), first.object(), clock);
    execution.run(retry, step, Phase.UNDO, new Cancellation());
    return Optional.empty();
  }

  private static void check(Operation operation, Step next, Cancellation cancellation) {
    Optional<String> reason = cancellation.reason();
    if (reason.isPresent()) {
      throw new Cancelled(
              operation + " was cancelled: " + reason.get(),
              "What it did is taken back; retry if the result is still wanted.")
          .atStage("before " + next.name(), Duration.ZERO);
    }
  }

  private static void throwFirst(List<Failure> failures) {
    if (!failures.isEmpty()) {
      Failure first = failures.getFirst();
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }
}
