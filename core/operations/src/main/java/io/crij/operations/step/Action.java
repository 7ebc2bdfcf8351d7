package io.crij.operations.step;

/** One direction of a step. */
@FunctionalInterface
public interface Action {
  Action NOTHING = context -> {};

  void run(StepContext context) throws Exception;
}
