package io.crij.operations.failure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Finds the kind of failure that a foreign throwable stands for. */
final class Wrapping {
  private static final String REPORT =
      "This is unexpected; the log of crij has the details, please report it.";

  private Wrapping() {}

  static Failure wrap(String what, Throwable thrown) {
    return switch (unwrapped(thrown)) {
      case Failure failure -> failure;
      case IOException io -> ofIo(what, io);
      case InterruptedException interrupt -> cancelled(what, interrupt);
      case CancellationException cancellation -> cancelled(what, cancellation);
      case TimeoutException timeout ->
          new DeadlineExceeded(what, "Look at what the operation waits for, then retry.", timeout);
      case RejectedExecutionException full ->
          new ResourceExhausted(what, "Retry when fewer operations are running.", full);
      case OutOfMemoryError memory ->
          new ResourceExhausted(what, "Raise the heap limit of crij or lower its load.", memory);
      case Throwable other -> new Internal(what, REPORT, other);
    };
  }

  private static Throwable unwrapped(Throwable thrown) {
    boolean envelope =
        thrown instanceof ExecutionException
            || thrown instanceof CompletionException
            || thrown instanceof UncheckedIOException;
    return envelope && thrown.getCause() != null ? unwrapped(thrown.getCause()) : thrown;
  }

  private static Failure cancelled(String what, Exception thrown) {
    return new Cancelled(what, "Retry if the result is still wanted.", thrown);
  }

  // The text is the only form in which the JDK hands on errno.
  private static Failure ofIo(String what, IOException io) {
    String text = Optional.ofNullable(io.getMessage()).orElse("");
    if (text.contains("No space left on device")) {
      return new ResourceExhausted(what, "Free space on that file system, then retry.", io);
    }
    if (text.contains("Disk quota exceeded")) {
      return new ResourceExhausted(what, "Raise the quota or free space, then retry.", io);
    }
    if (text.contains("Too many open files")) {
      return new ResourceExhausted(what, "Raise the limit of open files (LimitNOFILE).", io);
    }
    if (text.contains("Input/output error")) {
      return new Internal(
          what, "The disk fails: look at the kernel's log, and repair or replace it.", io);
    }
    return new Internal(what, "Look at the named file or call, then retry.", io);
  }
}
