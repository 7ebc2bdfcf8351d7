package io.crij.image.store;

import io.crij.image.layer.LayerLimits;
import io.crij.image.layer.LayerUnpacker;
import io.crij.image.reference.Digest;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layers on the node, each once, by diffID. A layer is visible when it is whole. It stays as
 * long as an owner keeps it or a pull that asked for it may still commit.
 */
public final class LayerStore {
  private static final Logger log = LoggerFactory.getLogger(LayerStore.class);

  private static final String RECORD_KEEPER = "unreadable record";

  private final LayerFolder folder;
  private final Clock clock;
  private final LayerTable table = new LayerTable();
  private final LayerFlights flights = new LayerFlights();

  private LayerStore(LayerFolder folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Opens {@code <root>/layers}.
   *
   * @throws Failure when the directory cannot be used
   */
  public static LayerStore open(Path root, LayerLimits limits, Clock clock) {
    try {
      LayerStore store =
          new LayerStore(
              LayerFolder.open(root.resolve("layers"), new LayerUnpacker(limits)), clock);
      store.folder.load().forEach(store.table::add);
      store.folder.emptyTrash();
      return store;
    } catch (IOException e) {
      throw Failure.wrap("the layer store in " + root + " was not opened", e);
    }
  }

  public boolean contains(Digest diffId) {
    return table.get(diffId).isPresent();
  }

  /**
   * Returns when the layer is stored, which it stays until the pull has ended. Callers who want the
   * same layer at once share one download: the first one's thread does the work, and when it fails
   * the next one tries its own source.
   *
   * @throws Failure with nothing visible and nothing left
   */
  public StoredLayer ensure(LayerSource source) {
    Digest diffId = source.diffId();
    while (true) {
      Optional<StoredLayer> layer = table.ask(diffId);
      if (layer.isPresent()) {
        return layer.get();
      }
      Optional<LayerFlights.Flight> flight = flights.begin(diffId);
      if (flight.isPresent()) {
        return store(source, flight.get());
      }
      flights.await(diffId);
    }
  }

  private StoredLayer store(LayerSource source, LayerFlights.Flight flight) {
    try (flight) {
      try {
        // Another caller may have stored it just before this flight began.
        if (!contains(source.diffId())) {
          table.add(folder.store(source));
        }
        return table.ask(source.diffId()).orElseThrow();
      } catch (RuntimeException | Error e) {
        throw Failure.wrap("layer " + source.diffId() + " was not stored", e);
      }
    }
  }

  /** Keeps layers for an owner; empty, with nothing kept, when one of them is not stored. */
  public Optional<List<StoredLayer>> keep(String owner, List<Digest> diffIds) {
    return table.keep(owner, diffIds);
  }

  /** The owner needs its layers no more. */
  public void release(String owner) {
    table.release(owner);
  }

  /** For a pull that has committed: it has an owner for these layers now. */
  void answered(List<Digest> diffIds) {
    table.answered(diffIds);
  }

  /** For a pull that has failed: these layers that it asked for wait that long for its retry. */
  void givenUp(List<Digest> diffIds, Duration wait) {
    table.givenUp(diffIds, clock.instant().plus(wait));
  }

  /**
   * Keeps all layers that are there while this daemon runs, because a record that may name them
   * could not be read.
   */
  public void keepAllFound() {
    table.keep(RECORD_KEEPER, table.all().stream().map(StoredLayer::diffId).toList());
  }

  List<StoredLayer> all() {
    return table.all();
  }

  /** Removes the layers that nothing keeps. Disk work: call it in the background. */
  void collect() {
    Instant now = clock.instant();
    table.unused(now).forEach(diffId -> remove(diffId, now));
    folder.emptyTrash();
  }

  private void remove(Digest diffId, Instant now) {
    Optional<LayerFlights.Flight> flight = flights.begin(diffId);
    if (flight.isEmpty()) {
      return;
    }
    try (LayerFlights.Flight _ = flight.get()) {
      Optional<StoredLayer> layer = table.takeUnused(diffId, now);
      if (layer.isPresent()) {
        discard(layer.get());
      }
    }
  }

  private void discard(StoredLayer layer) {
    try {
      folder.discard(layer);
      log.info("removed layer {}, which nothing uses", layer.diffId());
    } catch (IOException e) {
      table.add(layer);
      log.warn("cannot remove layer {} yet: {}", layer.diffId(), e.getMessage());
    }
  }
}
