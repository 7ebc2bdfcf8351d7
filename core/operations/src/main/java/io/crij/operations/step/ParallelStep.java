package io.crij.operations.step;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Steps that the runner does together. Without a runner they go one after the other. */
record ParallelStep(String name, List<Step> steps) implements Step {
  @Override
  public Duration deadline() {
    return steps.stream().map(Step::deadline).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  @Override
  public void doIt(StepContext context) throws Exception {
    for (Step step : steps) {
      step.doIt(context);
    }
  }

  @Override
  public void undo(StepContext context) throws Exception {
    for (Step step : steps.reversed()) {
      step.undo(context);
    }
  }
}
