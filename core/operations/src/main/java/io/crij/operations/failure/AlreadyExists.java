package io.crij.operations.failure;

import java.util.Optional;

/** The name is taken by another object (gRPC ALREADY_EXISTS). */
public final class AlreadyExists extends Failure {
  public AlreadyExists(String what, String advice) {
    super(what, advice, Optional.empty());
  }

  public AlreadyExists(String what, String advice, Throwable cause) {
    super(what, advice, Optional.ofNullable(cause));
  }

  private AlreadyExists(AlreadyExists other, FailedStage stage) {
    super(other, stage);
  }

  @Override
  Failure copyAt(FailedStage stage) {
    return new AlreadyExists(this, stage);
  }
}
