package io.crij.operations.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A stage of an operation that runs now; closing it keeps its timing. */
public final class OpenStage implements AutoCloseable {
  private final StageLog log;
  private final String name;
  private final Instant started;

  OpenStage(StageLog log, String name, Instant started) {
    this.log = log;
    this.name = name;
    this.started = started;
  }

  public String name() {
    return name;
  }

  Instant started() {
    return started;
  }

  public Duration elapsed() {
    return log.elapsed(this);
  }

  /** Says what this stage waits for, for error messages. */
  public void waitsFor(String what) {
    log.waits(this, what);
  }

  /** What it waits for, where it said so. */
  public Optional<String> waiting() {
    return log.waitsFor(this);
  }

  @Override
  public void close() {
    log.leave(this);
  }
}
