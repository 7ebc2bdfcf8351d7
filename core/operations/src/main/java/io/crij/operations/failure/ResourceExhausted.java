package io.crij.operations.failure;

import java.util.Optional;

/** A disk, a quota, a pool or a limit is full (gRPC RESOURCE_EXHAUSTED). */
public final class ResourceExhausted extends Failure {
  public ResourceExhausted(String what, String advice) {
    super(what, advice, Optional.empty());
  }

  public ResourceExhausted(String what, String advice, Throwable cause) {
    super(what, advice, Optional.ofNullable(cause));
  }

  private ResourceExhausted(ResourceExhausted other, FailedStage stage) {
    super(other, stage);
  }

  @Override
  Failure copyAt(FailedStage stage) {
    return new ResourceExhausted(this, stage);
  }
}
