package io.crij.sandbox;

import io.crij.operations.operation.Operation;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.step.Action;
import io.crij.operations.step.Step;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** StopPodSandbox and RemovePodSandbox. */
final class SandboxEnd {
  private final SandboxParts parts;
  private final SandboxTable table;
  private final SandboxSteps steps;

  SandboxEnd(SandboxParts parts, SandboxTable table, SandboxSteps steps) {
    this.parts = parts;
    this.table = table;
    this.steps = steps;
  }

  /** Never queued: what is being made is cancelled, and its undo awaited without a thread. */
  CompletableFuture<Void> stop(SandboxEntry entry, SandboxOccupants occupants) {
    if (entry.record().released()) {
      return CompletableFuture.completedFuture(null);
    }
    entry.cancelCreation("the pod sandbox is stopped");
    return entry
        .whenCreationEnded()
        .thenCompose(
            _ ->
                isOver(entry)
                    ? CompletableFuture.completedFuture(null)
                    : start("StopPodSandbox", entry, op -> stop(op, entry, occupants)));
  }

  CompletableFuture<Void> remove(SandboxEntry entry, SandboxOccupants occupants) {
    return stop(entry, occupants)
        .thenCompose(
            _ ->
                table.has(entry.id())
                    ? start("RemovePodSandbox", entry, op -> remove(op, entry, occupants))
                    : CompletableFuture.completedFuture(null));
  }

  private boolean isOver(SandboxEntry entry) {
    return !table.has(entry.id()) || entry.record().released();
  }

  private interface Work {
    void run(Operation operation);
  }

  private CompletableFuture<Void> start(String kind, SandboxEntry entry, Work work) {
    return parts
        .operations()
        .joinOrStart(
            new OperationKey(kind, entry.id()),
            entry.text(),
            operation -> {
              work.run(operation);
              return operation;
            })
        .thenApply(_ -> null);
  }

  private void stop(Operation operation, SandboxEntry entry, SandboxOccupants occupants) {
    if (isOver(entry)) {
      return;
    }
    entry.changeAnyway(record -> record.notReady("It was stopped."));
    new LostNetwork(entry, parts).restore();
    // As a run of its own: while a container lives, nothing is taken away from under it.
    run(operation, "containers", context -> occupants.stopAll(entry.id(), context));
    giveBack(operation, entry);
  }

  /** Also for what an earlier boot left. */
  void giveBack(Operation operation, SandboxEntry entry) {
    // So that the next start goes on with it, whoever asks.
    entry.changeAnyway(record -> record.owing(SandboxRecord.Owed.STOP));
    parts.runner().undo(operation, steps.givenBackByStop(entry));
    entry.changeAnyway(SandboxRecord::givenBack);
  }

  private void remove(Operation operation, SandboxEntry entry, SandboxOccupants occupants) {
    if (!table.has(entry.id())) {
      return;
    }
    run(operation, "containers", context -> occupants.removeAll(entry.id(), context));
    entry.changeAnyway(SandboxRecord::removing);
    parts.runner().undo(operation, steps.leftForRemove(entry));
  }

  private void run(Operation operation, String name, Action action) {
    parts
        .runner()
        .run(
            operation,
            List.of(Step.of(name, parts.settings().occupantsDeadline(), action, Action.NOTHING)));
  }
}
