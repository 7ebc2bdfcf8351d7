package io.crij.image.pull;

import io.crij.image.registries.Endpoint;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.ResourceExhausted;
import io.crij.operations.failure.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What went wrong at each endpoint that was tried, told as one failure. */
final class EndpointFailures {
  /** The kubelet looks for this word at the beginning, and names the pod's trouble by it. */
  private static final String UNAVAILABLE = "RegistryUnavailable: ";

  private final List<Failure> failures = new ArrayList<>();

  /**
   * Notes a failure after which the next endpoint is worth a try; throws the others.
   *
   * @param endpoint that was asked, for failures that do not name it themselves
   */
  void add(Failure failure, Endpoint endpoint) {
    if (failure instanceof Cancelled || failure instanceof ResourceExhausted) {
      throw failure;
    }
    String place = endpoint.toString();
    if (failure.what().contains(place)) {
      failures.add(failure);
      return;
    }
    Failure named = like(failure, failure.what() + " (from " + place + ")", cause(failure));
    for (Throwable suppressed : failure.getSuppressed()) {
      named.addSuppressed(suppressed);
    }
    failures.add(named);
  }

  /** Notes why a name leads to no endpoint. */
  void add(Failure failure) {
    failures.add(failure);
  }

  boolean none() {
    return failures.isEmpty();
  }

  /** One failure of the last one's kind, since the image's own registry is tried last. */
  Failure asOne(String what) {
    if (failures.isEmpty()) {
      return new FailedPrecondition(
          what + ": there is no endpoint to ask", "Check registries.conf.");
    }
    Failure last = failures.getLast();
    String word = last instanceof Unavailable ? UNAVAILABLE : "";
    List<String> lines = failures.stream().map(EndpointFailures::line).distinct().toList();
    if (lines.size() == 1) {
      return word.isEmpty() ? last : like(last, word + last.what(), cause(last));
    }
    Failure whole =
        like(
            last,
            word + what + " could not be fetched: " + String.join("; ", lines),
            Optional.empty());
    failures.forEach(whole::addSuppressed);
    return whole;
  }

  private static Optional<Throwable> cause(Failure failure) {
    return Optional.ofNullable(failure.getCause());
  }

  private static Failure like(Failure kind, String what, Optional<Throwable> found) {
    Throwable cause = found.orElse(null);
    return switch (kind) {
      case NotFound f -> new NotFound(what, f.advice(), cause);
      case InvalidArgument f -> new InvalidArgument(what, f.advice(), cause);
      case FailedPrecondition f -> new FailedPrecondition(what, f.advice(), cause);
      case Unavailable f -> new Unavailable(what, f.advice(), cause);
      case DeadlineExceeded f -> new DeadlineExceeded(what, f.advice(), cause);
      default -> new Internal(what, kind.advice(), cause);
    };
  }

  private static String line(Failure failure) {
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? failure.what()
        : failure.what() + " (" + cause.getMessage() + ")";
  }
}
