package io.crij.operations.failure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The closed set of errors that an RPC can end with; each kind is one gRPC code. A failure says
 * what failed on which object, at which stage, and what the reader can do about it, on one line
 * whatever the names in it are.
 */
public abstract sealed class Failure extends RuntimeException
    permits NotFound,
        AlreadyExists,
        InvalidArgument,
        FailedPrecondition,
        ResourceExhausted,
        DeadlineExceeded,
        Unavailable,
        Cancelled,
        Internal {
  private final String what;
  private final String advice;
  private final Optional<FailedStage> stage;

  Failure(String what, String advice, Optional<Throwable> cause) {
    super(null, cause.orElse(null));
    this.what = Sentence.withoutPeriod(PlainText.onOneLine(Objects.requireNonNull(what, "what")));
    this.advice =
        Sentence.withPeriod(PlainText.onOneLine(Objects.requireNonNull(advice, "advice")));
    this.stage = Optional.empty();
  }

  /** A copy of the same kind that knows where it happened. */
  Failure(Failure other, FailedStage stage) {
    super(null, other.getCause());
    this.what = other.what;
    this.advice = other.advice;
    this.stage = Optional.of(stage);
    setStackTrace(other.getStackTrace());
    Arrays.stream(other.getSuppressed()).forEach(this::addSuppressed);
  }

  abstract Failure copyAt(FailedStage stage);

  /** What failed, with the name of the object. */
  public final String what() {
    return what;
  }

  /** What the reader can do, as a sentence. */
  public final String advice() {
    return advice;
  }

  /** The step that failed; empty when the failure has not passed a step yet. */
  public final Optional<String> stage() {
    return stage.map(FailedStage::name);
  }

  /**
   * The same failure with the stage it happened at and the time spent there. A failure that has a
   * stage already is returned as it is, because the innermost stage says most.
   */
  public final Failure atStage(String name, Duration spent) {
    return stage.isPresent() ? this : copyAt(new FailedStage(name, spent));
  }

  @Override
  public final String getMessage() {
    String where = stage.map(FailedStage::text).orElse("");
    String why = getCause() == null ? "" : ": " + Sentence.reasonOf(getCause());
    return what + where + why + ". " + advice;
  }

  /**
   * Turns any throwable into a failure: a {@code Failure} stays as it is, also inside an {@code
   * ExecutionException}; a full disk, exhausted quota or descriptors become {@code
   * ResourceExhausted}, an interrupt {@code Cancelled}, a time-out {@code DeadlineExceeded}, the
   * rest {@code Internal}.
   *
   * @param what what was tried, on which object
   */
  public static Failure wrap(String what, Throwable thrown) {
    return Wrapping.wrap(what, thrown);
  }
}
