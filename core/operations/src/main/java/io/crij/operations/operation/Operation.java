package io.crij.operations.operation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One running operation, as seen by those who run it, watch it and cancel it.
 *
 * <p>{@code kind} is the RPC or task ("RunPodSandbox"); {@code object} names what it works on, as
 * error messages and debts show it ("pod sandbox default/web").
 */
public final class Operation {
  private final String kind;
  private final String object;
  private final Clock clock;
  private final Instant started;
  private final StageLog stages;
  private final Cancellation cancellation = new Cancellation();

  public Operation(String kind, String object, Clock clock) {
    this.kind = kind;
    this.object = object;
    this.clock = clock;
    this.started = clock.instant();
    this.stages = new StageLog(clock, started);
  }

  public String kind() {
    return kind;
  }

  public String object() {
    return object;
  }

  public Instant started() {
    return started;
  }

  public Duration elapsed() {
    return Duration.between(started, clock.instant());
  }

  /** The running stage; names joined by {@code +} where stages run in parallel. */
  public Optional<String> stage() {
    return stages.current();
  }

  /** What the running stage waits for, where it said so. */
  public Optional<String> waitsFor() {
    return stages.waitsFor();
  }

  public List<StageTiming> timings() {
    return stages.timings();
  }

  /** Begins a stage. The step runner does this for steps; a body without steps may do it itself. */
  public OpenStage enter(String stage) {
    return stages.enter(stage);
  }

  /** Asks the operation to stop; it ends when its current step returns. */
  public void cancel(String reason) {
    cancellation.request(reason);
  }

  public boolean isCancelled() {
    return cancellation.requested();
  }

  public Cancellation cancellation() {
    return cancellation;
  }

  /**
   * Kind and object, as messages name the operation: "RunPodSandbox of pod sandbox default/web".
   */
  @Override
  public String toString() {
    return kind + " of " + object;
  }
}
