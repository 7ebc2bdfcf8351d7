package io.crij.image.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.failure.AlreadyExists;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.ResourceExhausted;
import io.crij.operations.failure.Unavailable;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RpcFailuresTest {
  @Test
  void everyFailureHasItsCode() {
    Map<Failure, Status.Code> codes =
        Map.of(
            new NotFound("w", "A."), Status.Code.NOT_FOUND,
            new AlreadyExists("w", "A."), Status.Code.ALREADY_EXISTS,
            new InvalidArgument("w", "A."), Status.Code.INVALID_ARGUMENT,
            new FailedPrecondition("w", "A."), Status.Code.FAILED_PRECONDITION,
            new ResourceExhausted("w", "A."), Status.Code.RESOURCE_EXHAUSTED,
            new DeadlineExceeded("w", "A."), Status.Code.DEADLINE_EXCEEDED,
            new Unavailable("w", "A."), Status.Code.UNAVAILABLE,
            new Cancelled("w", "A."), Status.Code.CANCELLED,
            new Internal("w", "A."), Status.Code.INTERNAL);
    codes.forEach(
        (failure, code) -> {
          Status status = RpcFailures.toStatus(failure).getStatus();
          assertThat(status.getCode()).isEqualTo(code);
          assertThat(status.getDescription()).isEqualTo("w. A.");
          assertThat(status.getCause()).isNull();
        });
  }

  @Test
  void whatTheKubeletKnowsByNameHasTheCodeThatItsClientLeavesOut() {
    for (Failure failure :
        List.of(
            new FailedPrecondition("SignatureValidationFailed: image x: no", "A."),
            new Unavailable("RegistryUnavailable: x", "A."))) {
      Status status = RpcFailures.toStatus(failure.atStage("resolve", Duration.ZERO)).getStatus();
      assertThat(status.getCode()).isEqualTo(Status.Code.UNKNOWN);
      assertThat(status.getDescription()).startsWith(failure.what());
    }
  }

  @Test
  void ourOwnFaultsShowNoDetails() {
    Status status =
        RpcFailures.toStatus("PullImage", new IllegalStateException("secret path")).getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(status.getDescription()).contains("PullImage").doesNotContain("secret");
    assertThat(status.getCause()).isNull();
  }

  @Test
  void wrappersAreTakenOff() {
    StatusRuntimeException status =
        RpcFailures.toStatus("PullImage", new CompletionException(new NotFound("w", "A.")));
    assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void messagesAreBounded() {
    Status status = RpcFailures.toStatus(new NotFound("x".repeat(100_000), "A.")).getStatus();
    assertThat(status.getDescription()).hasSizeLessThan(3000);
  }
}
