package io.crij.runtime.container;

import io.crij.oci.runtime.OciRuntime;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.operation.Operation;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.step.Action;
import io.crij.operations.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** CRI StartContainer: one exec of the OCI runtime. */
final class StartContainer {
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Duration END = Duration.ofMinutes(1);

  private final ContainerParts parts;
  private final RuntimeHandlers runtimes;

  StartContainer(ContainerParts parts, RuntimeHandlers runtimes) {
    this.parts = parts;
    this.runtimes = runtimes;
  }

  CompletableFuture<Void> begin(ContainerEntry entry) {
    return parts
        .operations()
        .joinOrStart(
            new OperationKey("StartContainer", entry.id()),
            entry.now().text(),
            operation -> {
              start(operation, entry);
              return null;
            });
  }

  private void start(Operation operation, ContainerEntry entry) throws Exception {
    Container container = entry.now();
    if (container.isRunning()) {
      // Who asks again has not had the answer, as when the daemon ended before it was sent.
      return;
    }
    if (!(container.state() instanceof ContainerState.Created)) {
      throw new FailedPrecondition(
          container.text() + " is not waiting to be started: it " + past(container.state()),
          "Create a new container.");
    }
    OciRuntime runtime = runtimes.require(container.handler());
    Instant when = parts.clock().instant();
    Step start =
        Step.of(
            "start",
            DEADLINE,
            context -> runtime.start(container.id(), context.remaining()),
            Action.NOTHING);
    entry.starting();
    try {
      parts.steps().run(operation, List.of(start));
      entry.observe(now -> started(now, when));
    } catch (Failure failure) {
      giveUp(entry, failure);
      throw failure;
    } finally {
      entry.startIsOver();
    }
  }

  private static Container started(Container now, Instant when) {
    return switch (now.state()) {
      case ContainerState.Created created -> now.with(created.started(when));
      case ContainerState.Exited exited -> now.with(exited.started(when));
      case ContainerState.Creating _, ContainerState.Running _, ContainerState.Removing _ -> now;
    };
  }

  /** What has not started cannot be started again. */
  private void giveUp(ContainerEntry entry, Failure failure) {
    if (entry.ended().isDone()) {
      return;
    }
    entry.startFailed(ContainerEnd.notStarted(parts.clock().instant(), failure.getMessage()));
    try {
      entry.stopping().within(Duration.ZERO).get(END.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(interrupted);
    } catch (ExecutionException | TimeoutException stillThere) {
      failure.addSuppressed(stillThere);
    }
  }

  private static String past(ContainerState state) {
    return switch (state) {
      case ContainerState.Creating _, ContainerState.Created _, ContainerState.Running _ ->
          "is being made";
      case ContainerState.Exited _ -> "has ended";
      case ContainerState.Removing _ -> "is being removed";
    };
  }
}
