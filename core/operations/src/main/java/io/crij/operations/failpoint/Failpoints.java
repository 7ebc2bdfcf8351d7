package io.crij.operations.failpoint;

/**
 * Named places where a test makes the daemon fail. The step runner hits {@code
 * KIND/STEP/before-do}, {@code after-do}, {@code before-undo} and {@code after-undo}.
 */
@FunctionalInterface
public interface Failpoints {
  Failpoints NONE = name -> {};

  /** Does what was armed for this name: nothing, throw, sleep, wait for an interrupt, or die. */
  void hit(String name) throws Exception;

  /**
   * Parses {@code NAME=ACTION[*COUNT];...} with the actions {@code error}, {@code delay:MILLIS},
   * {@code hang} (until the thread is interrupted, as a passed deadline does) and {@code kill} (the
   * process ends at once with code 137). With a count, only the first COUNT hits act.
   *
   * @throws io.crij.operations.failure.InvalidArgument when the text is not of that form
   */
  static Failpoints parse(String spec) {
    return spec.isBlank() ? NONE : ArmedFailpoints.parse(spec, Runtime.getRuntime()::halt);
  }
}
