package io.crij.operations.failure;

import java.util.Optional;

/** Something that the request needs is not there now; a retry may work (gRPC UNAVAILABLE). */
public final class Unavailable extends Failure {
  public Unavailable(String what, String advice) {
    super(what, advice, Optional.empty());
  }

  public Unavailable(String what, String advice, Throwable cause) {
    super(what, advice, Optional.ofNullable(cause));
  }

  private Unavailable(Unavailable other, FailedStage stage) {
    super(other, stage);
  }

  @Override
  Failure copyAt(FailedStage stage) {
    return new Unavailable(this, stage);
  }
}
