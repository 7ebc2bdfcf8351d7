package io.crij.operations.failure;

import java.util.Optional;

/** The request can never succeed as it is (gRPC INVALID_ARGUMENT). */
public final class InvalidArgument extends Failure {
  public InvalidArgument(String what, String advice) {
    super(what, advice, Optional.empty());
  }

  public InvalidArgument(String what, String advice, Throwable cause) {
    super(what, advice, Optional.ofNullable(cause));
  }

  private InvalidArgument(InvalidArgument other, FailedStage stage) {
    super(other, stage);
  }

  @Override
  Failure copyAt(FailedStage stage) {
    return new InvalidArgument(this, stage);
  }
}
