package io.crij.operations.step;

import java.time.Duration;

/** A step made of two actions. */
record SimpleStep(String name, Duration deadline, Action doAction, Action undoAction)
    implements Step {
  @Override
  public void doIt(StepContext context) throws Exception {
    doAction.run(context);
  }

  @Override
  public void undo(StepContext context) throws Exception {
    undoAction.run(context);
  }
}
