package io.crij.image.pull;

import io.crij.image.trust.SignatureRefusal;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.ResourceExhausted;
import io.crij.operations.failure.Unavailable;
import java.util.ArrayList;
import java.util.List;

/** What went wrong at each endpoint that was tried, told as one failure. */
final class EndpointFailures {
  /** The kubelet looks for this word at the beginning, and names the pod's trouble by it. */
  private static final String UNAVAILABLE = "RegistryUnavailable: ";

  private final List<Failure> failures = new ArrayList<>();

  /** Notes a failure after which the next endpoint is worth a try; throws the others. */
  void add(Failure failure) {
    if (failure instanceof Cancelled
        || failure instanceof ResourceExhausted
        || SignatureRefusal.is(failure)) {
      throw failure;
    }
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
    List<String> lines = failures.stream().map(EndpointFailures::line).distinct().toList();
    if (lines.size() == 1) {
      return last instanceof Unavailable only
          ? new Unavailable(UNAVAILABLE + only.what(), only.advice(), only.getCause())
          : last;
    }
    String all = what + " could not be fetched: " + String.join("; ", lines);
    Failure whole =
        switch (last) {
          case NotFound f -> new NotFound(all, f.advice());
          case InvalidArgument f -> new InvalidArgument(all, f.advice());
          case FailedPrecondition f -> new FailedPrecondition(all, f.advice());
          case Unavailable f -> new Unavailable(UNAVAILABLE + all, f.advice());
          default -> new Internal(all, last.advice());
        };
    failures.forEach(whole::addSuppressed);
    return whole;
  }

  private static String line(Failure failure) {
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? failure.what()
        : failure.what() + " (" + cause.getMessage() + ")";
  }
}
