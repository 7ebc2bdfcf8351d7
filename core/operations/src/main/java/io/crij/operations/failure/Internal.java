package io.crij.operations.failure;

import java.util.Optional;

/** A part of CRI-J, the kernel or a program on the host failed unexpectedly (gRPC INTERNAL). */
public final class Internal extends Failure {
  public Internal(String what, String advice) {
    super(what, advice, Optional.empty());
  }

  public Internal(String what, String advice, Throwable cause) {
    super(what, advice, Optional.ofNullable(cause));
  }

  private Internal(Internal other, FailedStage stage) {
    super(other, stage);
  }

  @Override
  Failure copyAt(FailedStage stage) {
    return new Internal(this, stage);
  }
}
