package io.crij.operations.failure;

import java.util.Optional;

/** The object or the node is in the wrong state for this request (gRPC FAILED_PRECONDITION). */
public final class FailedPrecondition extends Failure {
  public FailedPrecondition(String what, String advice) {
    super(what, advice, Optional.empty());
  }

  public FailedPrecondition(String what, String advice, Throwable cause) {
    super(what, advice, Optional.ofNullable(cause));
  }

  private FailedPrecondition(FailedPrecondition other, FailedStage stage) {
    super(other, stage);
  }

  @Override
  Failure copyAt(FailedStage stage) {
    return new FailedPrecondition(this, stage);
  }
}
