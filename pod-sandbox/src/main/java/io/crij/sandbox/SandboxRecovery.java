package io.crij.sandbox;

import io.crij.linux.mount.Mounts;
import io.crij.operations.operation.Operation;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.record.BootId;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.record.RecordFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final SandboxRemains remains;
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
    this.remains = new SandboxRemains(parts, layout);
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
    Map<String, String> unreadable = new HashMap<>();
    for (String id : SandboxIds.in(layout.records())) {
      switch (load(id)) {
        case Loaded.Present<SandboxRecord> present -> repairs.add(repair(present));
        case Loaded.Unreadable<SandboxRecord> lost ->
            unreadable.put(id, "Its record could not be read and is now " + lost.movedTo() + ".");
        case Loaded.Absent<SandboxRecord> _ -> {}
      }
    }
    repairs.forEach(Runnable::run);
    for (String id : remains.ids(table)) {
      if (unreadable.containsKey(id) || remains.mayRun(id)) {
        keep(id, unreadable.getOrDefault(id, "It has no record."));
      } else {
        takeAway(id);
      }
    }
    await();
  }

  private Loaded<SandboxRecord> load(String id) {
    RecordFile<SandboxRecord> file = layout.record(id);
    Loaded<SandboxRecord> loaded = file.load();
    return loaded instanceof Loaded.Present<SandboxRecord> present
            && !present.value().id().equals(id)
        ? file.refuse("it is that of " + present.value().id())
        : loaded;
  }

  /**
   * Its containers may run, so nothing is taken from under them: it is shown as not ready, with
   * what is to be known of it, and ended by whoever stops and removes it.
   */
  private void keep(String id, String why) throws IOException {
    OwnDirectory.ensure(layout.recordDirectory(id));
    SandboxEntry entry = new SandboxEntry(layout, remains.record(id));
    table.add(entry);
    entry.changeAnyway(record -> record.notReady(why));
    log.warn("{} is not ready, stop and remove it: {}", entry.text(), why);
    if (!remains.mayRun(id)) {
      start(entry, op -> end.giveBack(op, entry));
    }
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
        case SandboxState.NotReady _ when thisBoot -> payDebts(entry);
        case SandboxState.NotReady _ when entry.record().owed() == SandboxRecord.Owed.ALL ->
            payDebts(entry);
        case SandboxState.NotReady _ when entry.record().released() -> {}
        default -> {
          entry.changeAnyway(record -> record.notReady("The node was restarted."));
          start(entry, op -> end.giveBack(op, entry));
        }
      }
    };
  }

  /** One that was only lost waits for its stop: containers may still run in it. */
  private void payDebts(SandboxEntry entry) {
    switch (entry.record().owed()) {
      case NOTHING -> {}
      case STOP -> start(entry, op -> end.giveBack(op, entry));
      case ALL -> start(entry, op -> undo(op, entry));
    }
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

  /** Nobody can live in it: an address, or a directory, of a pod that was never answered for. */
  private void takeAway(String id) throws IOException {
    SandboxEntry entry = new SandboxEntry(layout, remains.record(id));
    log.warn("pod sandbox {} has no record; what it left is taken away", id);
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
