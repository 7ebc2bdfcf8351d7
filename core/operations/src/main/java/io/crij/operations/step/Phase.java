package io.crij.operations.step;

/** The direction in which a step runs. */
enum Phase {
  DO("do") {
    @Override
    void run(Step step, StepContext context) throws Exception {
      step.doIt(context);
    }

    @Override
    String stage(Step step) {
      return step.name();
    }
  },
  UNDO("undo") {
    @Override
    void run(Step step, StepContext context) throws Exception {
      step.undo(context);
    }

    @Override
    String stage(Step step) {
      return "undo of " + step.name();
    }
  };

  final String failpoint;

  Phase(String failpoint) {
    this.failpoint = failpoint;
  }

  abstract void run(Step step, StepContext context) throws Exception;

  /** Name of the stage in messages and timelines. */
  abstract String stage(Step step);
}
