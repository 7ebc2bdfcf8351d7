package io.crij.runtime.container;

import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.oci.runtime.RuntimeState;
import io.crij.operations.failure.Failure;
import io.crij.operations.record.BootId;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
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
final class Recovery {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final Duration STATE = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String RUNNING = "running";

  private final ContainerParts parts;
  private final ContainerPlaces places;
  private final ContainerTable table;
  private final ExitHandling exits;
  private final RemoveContainer removals;
  private final RuntimeHandlers runtimes;

  Recovery(
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
    this.runtimes = runtimes;
  }

  void run() throws IOException {
    List<ContainerEntry> undone = new ArrayList<>();
    for (Path home : OwnDirectory.entries(places.containers())) {
      load(home).filter(entry -> !recovered(entry)).ifPresent(undone::add);
    }
    remove(undone);
  }

  private Optional<ContainerEntry> load(Path home) throws IOException {
    String id = home.getFileName().toString();
    return switch (places.record(id).load()) {
      case Loaded.Present<ContainerRecord> present -> Optional.of(adopt(present));
      case Loaded.Absent<ContainerRecord> _ -> {
        forgetRest(home);
        yield Optional.empty();
      }
      // Kept for people to look at, with what it names.
      case Loaded.Unreadable<ContainerRecord> _ -> Optional.empty();
    };
  }

  /** The record is the first thing made and the last one removed, so there is nothing else. */
  private static void forgetRest(Path home) throws IOException {
    if (Files.isDirectory(home) && OwnDirectory.entries(home).isEmpty()) {
      Files.delete(home);
    }
  }

  private ContainerEntry adopt(Loaded.Present<ContainerRecord> present) {
    Container container = present.value().container();
    boolean sameBoot = present.bootId().equals(BootId.current());
    ContainerEntry entry =
        new ContainerEntry(
            sameBoot ? container : afterBoot(container),
            places.record(container.id()),
            Optional.empty(),
            new StopParts(parts.cgroups(), parts.timer()));
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
    if (parts.sandboxes().find(container.sandboxId()).isEmpty()) {
      return false;
    }
    return switch (container.state()) {
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

  /** It may have been started without that being recorded. */
  private void noteStart(ContainerEntry entry) {
    Container container = entry.now();
    try {
      boolean runs =
          runtimes.require(container.handler())
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
