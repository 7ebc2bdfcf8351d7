package io.crij.operations.failure;

import java.util.Optional;

/** The object that the request names does not exist (gRPC NOT_FOUND). */
public final class NotFound extends Failure {
  public NotFound(String what, String advice) {
    super(what, advice, Optional.empty());
  }

  public NotFound(String what, String advice, Throwable cause) {
    super(what, advice, Optional.ofNullable(cause));
  }

  private NotFound(NotFound other, FailedStage stage) {
    super(other, stage);
  }

  @Override
  Failure copyAt(FailedStage stage) {
    return new NotFound(this, stage);
  }
}
