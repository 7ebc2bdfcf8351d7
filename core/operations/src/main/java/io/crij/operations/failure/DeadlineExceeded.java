package io.crij.operations.failure;

import java.util.Optional;

/** A step or a program took longer than it may (gRPC DEADLINE_EXCEEDED). */
public final class DeadlineExceeded extends Failure {
  public DeadlineExceeded(String what, String advice) {
    super(what, advice, Optional.empty());
  }

  public DeadlineExceeded(String what, String advice, Throwable cause) {
    super(what, advice, Optional.ofNullable(cause));
  }

  private DeadlineExceeded(DeadlineExceeded other, FailedStage stage) {
    super(other, stage);
  }

  @Override
  Failure copyAt(FailedStage stage) {
    return new DeadlineExceeded(this, stage);
  }
}
