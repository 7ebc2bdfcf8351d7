package io.crij.sandbox;

import io.crij.linux.mount.Mounts;
import io.crij.operations.operation.Operation;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.record.BootId;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the records of an earlier run of the daemon true again. */
final class SandboxRecovery {
  private static final Logger log = LoggerFactory.getLogger(SandboxRecovery.class);

  /** A plugin that hangs must not keep the daemon from serving. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SandboxParts parts;
  private final SandboxLayout layout;
  private final SandboxTable table;
  private final SandboxSteps steps;
  private final SandboxEnd end;
  private final List<CompletableFuture<?>> running = new ArrayList<>();

  SandboxRecovery(
      SandboxParts parts,
      SandboxLayout layout,
      SandboxTable table,
      SandboxSteps steps,
      SandboxEnd end) {
    this.parts = parts;
    this.layout = layout;
    this.table = table;
    this.steps = steps;
    this.end = end;
  }

  void run() throws IOException, InterruptedException {
    OwnDirectory.ensure(layout.records());
    OwnDirectory.ensure(layout.namespaces());
    OwnDirectory.ensure(layout.volatiles());
    HolderRoot.of(layout.settings()).refresh();
    // So that pins are not copied into the mount namespaces of containers.
    Mounts.makePrivateMount(layout.namespaces());
    Mounts.makePrivateMount(layout.volatiles());
    List<Runnable> repairs = new ArrayList<>();
    for (String id : SandboxIds.in(layout.records())) {
      load(id).ifPresent(loaded -> repairs.add(repair(loaded)));
    }
    repairs.forEach(Runnable::run);
    new Orphans(parts, layout).ids(table).forEach(this::takeAway);
    await();
  }

  private Optional<Loaded.Present<SandboxRecord>> load(String id) {
    SandboxEntry reader = new SandboxEntry(layout, Orphans.record(layout, id));
    return reader.file().load() instanceof Loaded.Present<SandboxRecord> present
            && present.value().id().equals(id)
        ? Optional.of(present)
        : Optional.empty();
  }

  /** All are listed before the first is repaired: they tell each other's control groups. */
  private Runnable repair(Loaded.Present<SandboxRecord> loaded) {
    SandboxEntry entry = new SandboxEntry(layout, loaded.value());
    table.add(entry);
    boolean thisBoot = loaded.bootId().equals(BootId.current());
    return () -> {
      switch (entry.state()) {
        case SandboxState.Removing _ -> start(entry, op -> undo(op, entry));
        case SandboxState.Creating _ when thisBoot -> start(entry, op -> undo(op, entry));
        case SandboxState.Ready _ when thisBoot -> check(entry);
        case SandboxState.NotReady _ when thisBoot || entry.record().released() -> {}
        default -> {
          entry.changeAnyway(record -> record.notReady("The node was restarted."));
          start(entry, op -> end.giveBack(op, entry));
        }
      }
    };
  }

  private void undo(Operation operation, SandboxEntry entry) {
    parts.runner().undo(operation, steps.all(entry));
  }

  private void check(SandboxEntry entry) {
    try {
      Optional<String> missing = missing(entry);
      if (missing.isEmpty()) {
        entry.record().holder().ifPresent(process -> steps.holder(entry).watch(process));
      } else {
        log.warn("{} is not ready any more: {}", entry.text(), missing.get());
        entry.changeAnyway(record -> record.notReady(missing.get()));
      }
    } catch (IOException e) {
      entry.changeAnyway(record -> record.notReady("It cannot be looked at: " + e.getMessage()));
    }
  }

  private Optional<String> missing(SandboxEntry entry) throws IOException {
    SandboxPlaces places = entry.snapshot().places();
    List<Path> mounts = new ArrayList<>();
    places.pinned().forEach(kind -> places.namespace(kind).ifPresent(mounts::add));
    if (entry.record().config().ipc() == NamespaceMode.POD) {
      mounts.add(places.shm());
    }
    for (Path mount : mounts) {
      if (!Mounts.isMountPoint(mount)) {
        return Optional.of("Its mount " + mount + " is gone.");
      }
    }
    return Optional.empty();
  }

  /** What no record stands for, with all that follows from the id alone. */
  private void takeAway(String id) {
    SandboxEntry entry = new SandboxEntry(layout, Orphans.record(layout, id));
    log.warn("pod sandbox {} has no readable record; what it left is taken away", id);
    start(entry, op -> undo(op, entry));
  }

  private interface Work {
    void run(Operation operation);
  }

  private void start(SandboxEntry entry, Work work) {
    CompletableFuture<Operation> result =
        parts
            .operations()
            .joinOrStart(
                new OperationKey("RecoverPodSandbox", entry.id()),
                entry.text(),
                operation -> {
                  work.run(operation);
                  return operation;
                });
    running.add(
        result.exceptionally(
            failure -> {
              log.warn("{} could not be recovered: {}", entry.text(), failure.getMessage());
              return null;
            }));
  }

  private void await() throws InterruptedException {
    try {
      CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new))
          .get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException slow) {
      log.warn("pod sandboxes are still being recovered; crij starts meanwhile");
    } catch (ExecutionException e) {
      throw new IllegalStateException("failures were turned into log lines", e);
    }
  }
}
