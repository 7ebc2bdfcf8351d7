package io.crij.runtime.container;

import io.crij.linux.files.UserTree;
import io.crij.operations.failure.Failure;
import io.crij.operations.operation.Operation;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.step.Action;
import io.crij.operations.step.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** CRI RemoveContainer, and the end of containers that were never made. */
final class RemoveContainer {
  private static final String KIND = "RemoveContainer";
  private static final Duration EACH = Duration.ofMinutes(5);
  private static final Duration END = Duration.ofSeconds(70);

  private final ContainerParts parts;
  private final ContainerPlaces places;
  private final ContainerTable table;
  private final ContainerSteps steps;
  private final StopContainer stops;

  RemoveContainer(
      ContainerParts parts,
      ContainerPlaces places,
      ContainerTable table,
      ContainerSteps steps,
      StopContainer stops) {
    this.parts = parts;
    this.places = places;
    this.table = table;
    this.steps = steps;
    this.stops = stops;
  }

  CompletableFuture<Void> begin(ContainerEntry entry) {
    return parts
        .operations()
        .joinOrStart(
            new OperationKey(KIND, entry.id()),
            entry.now().text(),
            operation -> {
              remove(operation, entry);
              return null;
            });
  }

  /**
   * Removes many at the same time, as far as there are threads; never waits for a thread that waits
   * for this itself.
   *
   * @param owner whose containers they are, for messages
   */
  void together(String owner, List<ContainerEntry> entries) {
    Operation all = new Operation(KIND, owner, parts.clock());
    Step[] each =
        entries.stream()
            .map(
                entry ->
                    Step.of(
                        entry.now().text(),
                        EACH,
                        _ -> remove(new Operation(KIND, entry.now().text(), parts.clock()), entry),
                        Action.NOTHING))
            .toArray(Step[]::new);
    parts.steps().run(all, List.of(Step.parallel("containers", each)));
  }

  private void remove(Operation operation, ContainerEntry entry) throws Exception {
    stops.begin(entry, Duration.ZERO).get(END.toSeconds(), TimeUnit.SECONDS);
    if (table.find(entry.id()).isEmpty()) {
      return; // its creation was cancelled, which has taken it away
    }
    // On a full disk too: without the record a restart shows it as ended, and it is removed again.
    entry.observe(RemoveContainer::removing);
    try {
      steps.undo(operation, entry);
    } catch (Failure failure) {
      forgetWhenPaid(operation, entry);
      throw failure;
    }
    forget(entry);
  }

  /** After a failed creation, whose steps were undone as far as that went. */
  void undone(Operation operation, ContainerEntry entry, Failure why) {
    try {
      if (!parts.debts().whenPaid(operation.object()).isDone()) {
        entry.observe(RemoveContainer::removing);
      }
      forgetWhenPaid(operation, entry);
    } catch (Failure second) {
      why.addSuppressed(second);
    }
  }

  private static Container removing(Container now) {
    return switch (now.state()) {
      case ContainerState.Creating creating -> now.with(creating.removing());
      case ContainerState.Created created -> now.with(created.removing());
      case ContainerState.Exited exited -> now.with(exited.removing());
      case ContainerState.Removing _ -> now;
      case ContainerState.Running _ ->
          throw new IllegalStateException(now.text() + " is removed while it runs");
    };
  }

  /** A debt that is still open keeps the record, so that a restart knows what is left. */
  private void forgetWhenPaid(Operation operation, ContainerEntry entry) {
    CompletableFuture<Void> paid = parts.debts().whenPaid(operation.object());
    if (paid.isDone()) {
      forget(entry);
    } else {
      var _ =
          paid.thenRunAsync(
              () -> forgetOrOwe(operation, entry), new NeverFull(parts.platformThreads()));
    }
  }

  private void forgetOrOwe(Operation operation, ContainerEntry entry) {
    try {
      forget(entry);
    } catch (RuntimeException failure) {
      parts
          .debts()
          .add(
              operation.object(),
              "the end of its record",
              () -> {
                forget(entry);
                return entry;
              },
              failure);
    }
  }

  private void forget(ContainerEntry entry) {
    try {
      UserTree.removeTree(places.volatileContainers(), entry.id());
      entry.forget();
      table.remove(entry);
      UserTree.removeTree(places.containers(), entry.id());
    } catch (IOException e) {
      throw Failure.wrap("directories of " + entry.now().text() + " were not removed", e);
    }
  }
}
