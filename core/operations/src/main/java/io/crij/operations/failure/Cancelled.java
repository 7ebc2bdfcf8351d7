package io.crij.operations.failure;

import java.util.Optional;

/** The operation was cancelled before it was done (gRPC CANCELLED). */
public final class Cancelled extends Failure {
  public Cancelled(String what, String advice) {
    super(what, advice, Optional.empty());
  }

  public Cancelled(String what, String advice, Throwable cause) {
    super(what, advice, Optional.ofNullable(cause));
  }

  private Cancelled(Cancelled other, FailedStage stage) {
    super(other, stage);
  }

  @Override
  Failure copyAt(FailedStage stage) {
    return new Cancelled(this, stage);
  }
}
