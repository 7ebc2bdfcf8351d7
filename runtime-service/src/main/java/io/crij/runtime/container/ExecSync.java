package io.crij.runtime.container;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.crij.linux.thread.BoundedPool;
import io.crij.oci.runtime.ExecRequest;
import io.crij.oci.runtime.ExecResult;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.oci.spec.OciProcess;
import io.crij.operations.clock.Elapsed;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CRI ExecSync: one exec of the OCI runtime in the container's own rights, its output bounded. */
final class ExecSync {
  private static final Logger log = LoggerFactory.getLogger(ExecSync.class);

  // Clients take answers of 16 MiB, everything included.
  static final int LARGEST_ANSWER = (16 << 20) - (64 << 10) - 64;
  private static final int MOST_ARGUMENTS_BYTES = 1 << 20;

  /** The environment comes from config.json: its bytes, and what is made of them. */
  private static final int READ_TIMES = 3;

  private final ContainerPlaces places;
  private final RuntimeHandlers runtimes;
  private final BoundedPool threads;
  private final OutputBudget budget;

  ExecSync(ContainerPlaces places, RuntimeHandlers runtimes, ExecLimits limits) {
    this.places = places;
    this.runtimes = runtimes;
    this.threads = new BoundedPool("exec", limits.concurrent(), 0);
    this.budget = new OutputBudget(limits.outputBytes(), LARGEST_ANSWER);
  }

  /** Cancelling the result kills the command. */
  CompletableFuture<ExecAnswer> begin(Container container, List<String> command, Duration timeout) {
    check(container, command, timeout);
    CompletableFuture<ExecAnswer> answer = new CompletableFuture<>();
    Future<?> running;
    try {
      running = threads.submit(() -> run(answer, container, command, timeout));
    } catch (RejectedExecutionException full) {
      throw Failure.wrap("a command in " + container.text() + " was not run", full);
    }
    var _ =
        answer.whenComplete(
            (_, _) -> {
              if (answer.isCancelled()) {
                running.cancel(true);
              }
            });
    return answer;
  }

  private static void check(Container container, List<String> command, Duration timeout) {
    if (command.isEmpty() || command.getFirst().isEmpty()) {
      throw new InvalidArgument(
          "there is no command to run in " + container.text(),
          "Set cmd to a program of the image.");
    }
    if (command.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)
        || bytes(command) > MOST_ARGUMENTS_BYTES) {
      throw new InvalidArgument(
          "the command to run in " + container.text() + " has a NUL or is longer than 1 MiB",
          "Give arguments that a program can be started with.");
    }
    if (timeout.isNegative()) {
      throw new InvalidArgument("the time-out is negative", "Give 0 for none.");
    }
    if (!container.isRunning()) {
      throw new FailedPrecondition(
          container.text() + " is not running, so no command can run in it",
          "Look at the container's status.");
    }
  }

  private static long bytes(List<String> command) {
    return command.stream()
        .mapToLong(argument -> argument.getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }

  private void run(
      CompletableFuture<ExecAnswer> answer,
      Container container,
      List<String> command,
      Duration timeout) {
    ContainerBundle bundle = places.bundle(container.id());
    try (OutputBudget.Share _ = budget.take(READ_TIMES * bundle.size());
        OutputBudget.Share share = budget.take()) {
      OciProcess process = bundle.process().running(command);
      ExecResult result =
          runtimes
              .require(container.handler())
              .exec(
                  new ExecRequest(
                      container.id(),
                      process,
                      places.work(container.id()),
                      container.cgroup(),
                      share.bytes(),
                      share.bytes() / 2,
                      timeout));
      if (result.timedOut()) {
        throw new DeadlineExceeded(
            "the command in "
                + container.text()
                + " did not end within "
                + Elapsed.text(timeout)
                + " and was killed",
            "Give it more time, or find out what it waits for.");
      }
      answer.complete(fitted(container, result));
    } catch (Throwable thrown) { // the caller must not wait for ever
      answer.completeExceptionally(
          Failure.wrap("a command in " + container.text() + " was not run", thrown));
    }
  }

  /** What stderr needs is taken from the end of stdout. */
  private static ExecAnswer fitted(Container container, ExecResult result) {
    byte[] out = result.stdout();
    int room = LARGEST_ANSWER - result.stderr().length;
    if (result.cut() || out.length > room) {
      log.info(
          "the answer to ExecSync in {} is cut off after {} bytes of stdout and {} of stderr",
          container.text(),
          Math.min(out.length, room),
          result.stderr().length);
    }
    ByteString stdout = UnsafeByteOperations.unsafeWrap(out, 0, Math.min(out.length, room));
    return new ExecAnswer(
        result.exitCode(), stdout, UnsafeByteOperations.unsafeWrap(result.stderr()));
  }

  void close() {
    threads.shutdownNow();
  }
}
