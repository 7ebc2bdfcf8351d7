package io.crij.operations.step;

import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.operation.Cancellation;
import io.crij.operations.operation.Operation;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** Runs one step in one direction on the calling thread, between its two failpoints. */
record StepExecution(Failpoints failpoints, ScheduledExecutorService timer, Clock clock) {
  /**
   * @throws io.crij.operations.failure.Failure whatever went wrong, with the stage
   */
  void run(Operation operation, Step step, Phase phase, Cancellation parent) {
    String failpoint = operation.kind() + "/" + step.name() + "/";
    String stage = phase.stage(step);
    try (StepScope scope = new StepScope(operation, stage, step.deadline(), parent, timer, clock)) {
      try {
        failpoints.hit(failpoint + "before-" + phase.failpoint);
        phase.run(step, scope);
        failpoints.hit(failpoint + "after-" + phase.failpoint);
      } catch (Throwable thrown) { // an Error too must lead to the undo
        throw scope.failureOf(thrown);
      }
    }
  }
}
