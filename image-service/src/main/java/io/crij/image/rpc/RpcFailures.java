package io.crij.image.rpc;

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
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become gRPC codes. A client gets a message, never a stack trace. */
public final class RpcFailures {
  private static final Logger LOG = LoggerFactory.getLogger(RpcFailures.class);
  // gRPC sends the message in a header; clients refuse headers above 8 KiB, and bytes may triple.
  private static final int MAX_MESSAGE = 2048;

  /** Errors of CRI that have a name (cri-api, pkg/errors). */
  private static final List<String> KUBELET_REASONS =
      List.of("RegistryUnavailable", "SignatureValidationFailed");

  private RpcFailures() {}

  /** The status of a failure of the closed set. */
  public static StatusRuntimeException toStatus(Failure failure) {
    return code(failure).withDescription(bounded(failure.getMessage())).asRuntimeException();
  }

  // The kubelet shows these reasons only when the message begins with them, and its client puts
  // the code in front of every message but one of code UNKNOWN.
  private static Status code(Failure failure) {
    return KUBELET_REASONS.stream().anyMatch(failure.what()::startsWith)
        ? Status.UNKNOWN
        : codeOf(failure);
  }

  private static Status codeOf(Failure failure) {
    return switch (failure) {
      case NotFound _ -> Status.NOT_FOUND;
      case AlreadyExists _ -> Status.ALREADY_EXISTS;
      case InvalidArgument _ -> Status.INVALID_ARGUMENT;
      case FailedPrecondition _ -> Status.FAILED_PRECONDITION;
      case ResourceExhausted _ -> Status.RESOURCE_EXHAUSTED;
      case DeadlineExceeded _ -> Status.DEADLINE_EXCEEDED;
      case Unavailable _ -> Status.UNAVAILABLE;
      case Cancelled _ -> Status.CANCELLED;
      case Internal _ -> Status.INTERNAL;
    };
  }

  /**
   * The status of anything that an RPC threw; what is no failure of the closed set is our own fault
   * and goes to the log whole.
   *
   * @param rpc its name, for the message
   */
  public static StatusRuntimeException toStatus(String rpc, Throwable thrown) {
    return switch (thrown) {
      case CompletionException e when e.getCause() != null -> toStatus(rpc, e.getCause());
      case StatusRuntimeException status -> status;
      case CancellationException _ ->
          Status.CANCELLED
              .withDescription(rpc + " was cancelled by its client.")
              .asRuntimeException();
      case Internal failure -> {
        LOG.error("{} failed", rpc, failure);
        yield toStatus(failure);
      }
      case Failure failure -> toStatus(failure);
      default -> {
        LOG.error("{} failed unexpectedly", rpc, thrown);
        yield Status.INTERNAL
            .withDescription(
                rpc
                    + " failed unexpectedly ("
                    + thrown.getClass().getSimpleName()
                    + "). This is a defect of CRI-J; its log has the details.")
            .asRuntimeException();
      }
    };
  }

  private static String bounded(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
  }
}
