package io.crij.operations.step;

import java.time.Duration;
import java.util.List;

/**
 * One reversible part of an operation. Everything it makes has a name derived from the object's id,
 * so {@link #undo} needs no memory of {@link #doIt}: it works after a half-done doIt, after a crash
 * and a second time.
 */
public interface Step {
  /** Name within the operation, as errors, timelines and failpoints show it: "network". */
  String name();

  /** Longest time for doIt, and again for undo. */
  Duration deadline();

  /**
   * Does the step. When the context is cancelled it should return soon; when the deadline passes,
   * the cancel hooks run and the thread is interrupted. A system call that may never return belongs
   * on another thread, with a wait that can be interrupted.
   */
  void doIt(StepContext context) throws Exception;

  /** Takes back whatever doIt made; what is not there any more is success. */
  void undo(StepContext context) throws Exception;

  static Step of(String name, Duration deadline, Action doIt, Action undo) {
    return new SimpleStep(name, deadline, doIt, undo);
  }

  /**
   * Steps that do not need each other. The runner does them at the same time, each on a thread of
   * its own as far as there are threads; when one fails the others are cancelled and all are
   * undone, again at the same time.
   */
  static Step parallel(String name, Step... steps) {
    return new ParallelStep(name, List.of(steps));
  }
}
