package io.crij.runtime.container;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** CRI StopContainer: never queued behind anything, and no thread waits for the end. */
final class StopContainer {
  /** Ends when no process of the container lives. */
  CompletableFuture<Void> begin(ContainerEntry entry, Duration grace) {
    return switch (entry.now().state()) {
      case ContainerState.Creating _ -> cancel(entry);
      // Its command never ran, so there is nobody to ask.
      case ContainerState.Created _ -> entry.stopping().within(Duration.ZERO);
      case ContainerState.Running _ -> entry.stopping().within(grace);
      case ContainerState.Exited _, ContainerState.Removing _ ->
          CompletableFuture.completedFuture(null);
    };
  }

  private CompletableFuture<Void> cancel(ContainerEntry entry) {
    entry.cancelCreation("the container was asked to stop");
    return entry
        .whenCreationEnded()
        // The cancellation may have come too late.
        .thenCompose(_ -> stillCreating(entry) ? done() : begin(entry, Duration.ZERO));
  }

  private static boolean stillCreating(ContainerEntry entry) {
    return entry.now().state() instanceof ContainerState.Creating;
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
