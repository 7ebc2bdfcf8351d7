package io.crij.runtime.container;

import io.crij.oci.runtime.ExecLeftovers;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.oci.runtime.RuntimeState;
import io.crij.operations.failure.Failure;
import io.crij.operations.id.Ids;
import io.crij.operations.record.BootId;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.record.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
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

/** Makes the records of an earlier run true again. */
final class ContainerRecovery {
  private static final Logger log = LoggerFactory.getLogger(ContainerRecovery.class);
  private static final Duration STATE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String RUNNING = "running";

  private final ContainerParts parts;
  private final ContainerPlaces places;
  private final ContainerTable table;
  private final ExitHandling exits;
  private final RemoveContainer removals;
  private final ContainerRemains remains;
  private final RuntimeHandlers runtimes;

  ContainerRecovery(
      ContainerParts parts,
      ContainerPlaces places,
      ContainerTable table,
      ExitHandling exits,
      RemoveContainer removals,
      RuntimeHandlers runtimes) {
    this.parts = parts;
    this.places = places;
    this.table = table;
    this.exits = exits;
    this.removals = removals;
    this.remains = new ContainerRemains(parts, places);
    this.runtimes = runtimes;
  }

  void run() throws IOException {
    List<ContainerEntry> undone = new ArrayList<>();
    List<ExecLeftovers.Place> execs = new ArrayList<>();
    for (Path home : OwnDirectory.entries(places.containers())) {
      String id = home.getFileName().toString();
      if (Ids.isId(id)) {
        ContainerEntry entry = load(id);
        execs.add(new ExecLeftovers.Place(places.work(id), entry.now().cgroup()));
        if (!recovered(entry)) {
          undone.add(entry);
        }
      }
    }
    new ExecLeftovers(parts.cgroups()).sweep(execs);
    remove(undone);
  }

  private ContainerEntry load(String id) throws IOException {
    return switch (loadOwn(id)) {
      case Loaded.Present<ContainerRecord> present -> adopt(present);
      case Loaded.Unreadable<ContainerRecord> lost ->
          keep(id, "is unreadable and is now " + lost.movedTo());
      // It is the first thing made and the last one removed, unless somebody else removes it.
      case Loaded.Absent<ContainerRecord> _ -> keep(id, "is gone");
    };
  }

  private Loaded<ContainerRecord> loadOwn(String id) {
    RecordFile<ContainerRecord> file = places.record(id);
    Loaded<ContainerRecord> loaded = file.load();
    return loaded instanceof Loaded.Present<ContainerRecord> present
            && !present.value().id().equals(id)
        ? file.refuse("it is that of " + present.value().id())
        : loaded;
  }

  /**
   * It ends with its pod, and is never shown. While it runs the pod is not ready, so that whoever
   * looks after the pod ends it, the containers before what they live in.
   */
  private ContainerEntry keep(String id, String why) throws IOException {
    Container container = remains.container(id);
    ContainerEntry entry = entry(container);
    table.add(entry);
    if (remains.runs(container)) {
      log.warn("the record of container {} {}; it ends with its pod", id, why);
      parts
          .sandboxes()
          .lose(
              container.sandboxId(),
              "The record of its container " + id + " " + why + ", and the container runs.");
    }
    return entry;
  }

  private ContainerEntry entry(Container container) {
    return new ContainerEntry(
        container,
        places.record(container.id()),
        Optional.empty(),
        new StopParts(parts.cgroups(), parts.timer()));
  }

  private ContainerEntry adopt(Loaded.Present<ContainerRecord> present) {
    Container container = present.value().container();
    boolean sameBoot = present.bootId().equals(BootId.current());
    ContainerEntry entry = entry(sameBoot ? container : afterBoot(container));
    table.add(entry);
    return entry;
  }

  /** No process has outlived the boot, and process ids of then mean others now. */
  private Container afterBoot(Container stored) {
    Container container = stored.withoutProcess();
    ContainerEnd end =
        ContainerEnd.lost(
            parts.clock().instant(), "NodeRestarted", "the node was restarted while it existed");
    return switch (container.state()) {
      case ContainerState.Created created -> container.with(created.ended(end));
      case ContainerState.Running running -> container.with(running.ended(end));
      // Its creation may have been answered: the record is synced before, and Created is not.
      case ContainerState.Creating creating when container.made().isPresent() ->
          container.with(creating.ended(end));
      case ContainerState.Creating _, ContainerState.Exited _, ContainerState.Removing _ ->
          container;
    };
  }

  /** Whether it stays. */
  private boolean recovered(ContainerEntry entry) {
    Container container = entry.now();
    if (container.sandboxId().isEmpty()
        || parts.sandboxes().find(container.sandboxId()).isEmpty()) {
      return false;
    }
    return switch (container.state()) {
      case ContainerState.Removing _ when isUnknown(entry) -> true;
      case ContainerState.Creating _, ContainerState.Removing _ -> false;
      case ContainerState.Created _ -> {
        noteStart(entry);
        exits.watch(entry);
        yield true;
      }
      case ContainerState.Running _ -> {
        exits.watch(entry);
        yield true;
      }
      case ContainerState.Exited _ -> true;
    };
  }

  private static boolean isUnknown(ContainerEntry entry) {
    return !Files.exists(entry.record().path());
  }

  /** It may have been started without that being recorded. */
  private void noteStart(ContainerEntry entry) {
    Container container = entry.now();
    try {
      boolean runs =
          runtimes
              .require(container.handler())
              .state(container.id(), STATE)
              .map(RuntimeState::status)
              .filter(RUNNING::equals)
              .isPresent();
      if (runs) {
        entry.observe(
            now ->
                now.with(((ContainerState.Created) now.state()).started(parts.clock().instant())));
      }
    } catch (Failure unknown) {
      log.warn("whether {} was started is not known", container.text(), unknown);
    }
  }

  /** What takes longer goes on; a debt is retried. */
  private void remove(List<ContainerEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    CompletableFuture<Void> removal =
        CompletableFuture.runAsync(
            () -> removals.together("an earlier run", entries),
            new NeverFull(parts.platformThreads()));
    try {
      removal.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException notAll) {
      log.warn("not all unfinished containers of the earlier run are gone yet", notAll);
    }
  }
}
