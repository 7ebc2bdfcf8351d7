package io.crij.e2e.harness;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The refusal that a call got. */
public record GrpcFailure(Status.Code code, String message) {
  /** Makes the call, which must fail, with words for the reader and no trace of Java in them. */
  public static GrpcFailure of(ThrowingCallable call) {
    StatusRuntimeException thrown =
        Assertions.catchThrowableOfType(StatusRuntimeException.class, call);
    Assertions.assertThat(thrown).as("the call should have been refused").isNotNull();
    GrpcFailure failure = of(thrown.getStatus());
    Assertions.assertThat(failure.message)
        .isNotBlank()
        .doesNotContain("\tat ", "io.crij.", "java.", "Exception:");
    return failure;
  }

  public static GrpcFailure of(Status status) {
    return new GrpcFailure(
        status.getCode(), Optional.ofNullable(status.getDescription()).orElse(""));
  }
}
