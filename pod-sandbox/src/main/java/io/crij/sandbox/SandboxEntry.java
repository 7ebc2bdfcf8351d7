package io.crij.sandbox;

import io.crij.operations.failure.Failure;
import io.crij.operations.operation.Operation;
import io.crij.operations.record.Durability;
import io.crij.operations.record.RecordFile;
import io.crij.sandbox.SandboxListener.Change;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of a sandbox's state: transitions are made here one after the other, each in memory
 * and on disk; steps and waits run elsewhere.
 */
final class SandboxEntry {
  private static final Logger log = LoggerFactory.getLogger(SandboxEntry.class);

  private final SandboxLayout layout;
  private final RecordFile<SandboxRecord> file;
  private final CompletableFuture<Void> creationEnded = new CompletableFuture<>();
  private volatile Optional<Operation> creation = Optional.empty();
  private volatile boolean cgroupLeft;
  private volatile SandboxRecord record;
  private volatile Sandbox snapshot;
  private Optional<CompletableFuture<?>> watch = Optional.empty();
  private AtomicReference<SandboxListener> listener = new AtomicReference<>((_, _) -> {});
  private boolean gone;

  SandboxEntry(SandboxLayout layout, SandboxRecord record) {
    this.layout = layout;
    this.file = layout.record(record.id());
    this.record = record;
    this.snapshot = record.snapshot(layout);
  }

  /** From now on its transitions are told. */
  synchronized void tell(AtomicReference<SandboxListener> next) {
    listener = next;
  }

  String id() {
    return record.id();
  }

  SandboxRecord record() {
    return record;
  }

  Sandbox snapshot() {
    return snapshot;
  }

  SandboxState state() {
    return snapshot.state();
  }

  RecordFile<SandboxRecord> file() {
    return file;
  }

  /** As operations, debts and messages name it. */
  String text() {
    return Sandbox.text(id(), record.config());
  }

  void creating(Operation operation) {
    creation = Optional.of(operation);
  }

  /** Those who wait for {@link #whenCreationEnded} go on. */
  void creationIsOver() {
    creationEnded.complete(null);
  }

  /** Done, undone, or not of this run of the daemon at all. */
  CompletableFuture<Void> whenCreationEnded() {
    return creation.isPresent() ? creationEnded : CompletableFuture.completedFuture(null);
  }

  void cancelCreation(String reason) {
    creation.ifPresent(operation -> operation.cancel(reason));
  }

  /** It claims the groups above its containers no longer. */
  void leaveCgroup() {
    cgroupLeft = true;
  }

  boolean hasLeftCgroup() {
    return cgroupLeft;
  }

  /** In memory only: a part of what the next transition writes. */
  synchronized void note(UnaryOperator<SandboxRecord> change) {
    publish(change.apply(record));
  }

  /** A transition that must be on disk to count. */
  synchronized void change(UnaryOperator<SandboxRecord> change) {
    SandboxRecord next = change.apply(record);
    file.write(next, Durability.RENAMED);
    publish(next);
  }

  /**
   * A transition towards the end, which a full disk must not prevent: recovery finds the same from
   * what is missing. Nothing happens once the record is gone.
   */
  synchronized void changeAnyway(UnaryOperator<SandboxRecord> change) {
    SandboxRecord next = change.apply(record);
    if (gone || next.equals(record)) {
      return;
    }
    publish(next);
    try {
      file.write(next, Durability.RENAMED);
    } catch (Failure failure) {
      log.warn("the state of {} is in memory only: {}", text(), failure.getMessage());
    }
  }

  /** Ends with the sandbox. */
  synchronized void watch(CompletableFuture<?> ending) {
    watch = Optional.of(ending);
  }

  synchronized void unwatch() {
    watch.ifPresent(future -> future.cancel(false));
    watch = Optional.empty();
  }

  /** No write follows. */
  synchronized void end() {
    if (!gone && snapshot.state() instanceof SandboxState.Removing) {
      listener.get().happened(Change.GONE, snapshot);
    }
    gone = true;
  }

  private void publish(SandboxRecord next) {
    SandboxState before = snapshot.state();
    record = next;
    snapshot = next.snapshot(layout);
    if (snapshot.state().isReady() && !before.isReady()) {
      listener.get().happened(Change.CREATED, snapshot);
      listener.get().happened(Change.READY, snapshot);
    } else if (before.isReady() && !snapshot.state().isReady()) {
      listener.get().happened(Change.NOT_READY, snapshot);
    }
  }
}
