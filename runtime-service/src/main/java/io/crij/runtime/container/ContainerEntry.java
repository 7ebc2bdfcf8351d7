package io.crij.runtime.container;

import io.crij.operations.failure.Failure;
import io.crij.operations.operation.Operation;
import io.crij.operations.record.Durability;
import io.crij.operations.record.RecordFile;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a container changes. Reads take the snapshot and wait for nobody. */
final class ContainerEntry {
  private static final Logger log = LoggerFactory.getLogger(ContainerEntry.class);

  private final RecordFile<ContainerRecord> record;
  private final Optional<Operation> creation;
  private final CompletableFuture<Void> creationEnded = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Stopping stopping;
  private volatile Container now;
  private ContainerNews news = new ContainerNews(new AtomicReference<>((_, _) -> {}));
  private boolean gone;
  private volatile Optional<ContainerEnd> startFailure = Optional.empty();

  /**
   * @param creation the operation that makes it; empty for one of an earlier run
   */
  ContainerEntry(
      Container first,
      RecordFile<ContainerRecord> record,
      Optional<Operation> creation,
      StopParts stops) {
    this.now = first;
    this.record = record;
    this.creation = creation;
    this.stopping = new Stopping(this, stops);
    completeWhenOver(first);
  }

  /** From now on its transitions are told. */
  synchronized void tell(ContainerNews next) {
    news = next;
  }

  synchronized void starting() {
    news.starting();
  }

  synchronized void startIsOver() {
    news.startIsOver(now);
  }

  Container now() {
    return now;
  }

  String id() {
    return now.id();
  }

  void cancelCreation(String reason) {
    creation.ifPresent(operation -> operation.cancel(reason));
  }

  /** Those who wait for {@link #whenCreationEnded} go on. */
  void creationIsOver() {
    creationEnded.complete(null);
  }

  /** Done, undone, or not of this run of the daemon at all. */
  CompletableFuture<Void> whenCreationEnded() {
    return creation.isPresent() ? creationEnded.copy() : CompletableFuture.completedFuture(null);
  }

  Stopping stopping() {
    return stopping;
  }

  RecordFile<ContainerRecord> record() {
    return record;
  }

  /** Ends when no process of it lives any more. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** How its end is to be told, when its start has failed and it is killed for that. */
  void startFailed(ContainerEnd end) {
    startFailure = Optional.of(end);
  }

  Optional<ContainerEnd> startFailure() {
    return startFailure;
  }

  /**
   * A change that is true once its record is written; without a record it has not happened. The
   * lock is this container's alone and no reader takes it.
   */
  synchronized Container change(UnaryOperator<Container> transition) {
    Container next = transition.apply(now);
    record.write(ContainerRecord.of(next), Durability.RENAMED);
    Container before = now;
    now = next;
    news.changed(before, next);
    completeWhenOver(next);
    return next;
  }

  /**
   * A change that has happened, whether its record can be written or not. Nothing happens once the
   * record is gone.
   */
  synchronized void observe(UnaryOperator<Container> transition) {
    Container next = transition.apply(now);
    if (gone || next.equals(now)) {
      return;
    }
    Container before = now;
    now = next;
    news.changed(before, next);
    try {
      record.write(ContainerRecord.of(next), Durability.RENAMED);
    } catch (Failure unwritten) {
      log.warn("{} of {} is not recorded", next.state(), next.text(), unwritten);
    }
    completeWhenOver(next);
  }

  /** Takes the record away; no write follows. */
  synchronized void forget() {
    gone = true;
    record.delete(Durability.SYNCED);
    news.gone(now);
  }

  /** A change that the next one records. */
  synchronized void hold(UnaryOperator<Container> addition) {
    now = addition.apply(now);
  }

  private void completeWhenOver(Container container) {
    if (container.state() instanceof ContainerState.Exited
        || container.state() instanceof ContainerState.Removing) {
      ended.complete(null);
    }
  }
}
