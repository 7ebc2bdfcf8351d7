package io.crij.image.store;

import io.crij.image.layer.LayerLimits;
import io.crij.image.layer.LayerUnpacker;
import io.crij.image.reference.Digest;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Unavailable;
import io.crij.operations.record.OwnDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final LayerChains chains;
  private final Clock clock;
  private final LayerTable<StoredLayer> table = new LayerTable<>();
  private final LayerFlights flights = new LayerFlights();

  private LayerStore(LayerFolder folder, LayerChains chains, Clock clock) {
    this.folder = folder;
    this.chains = chains;
    this.clock = clock;
  }

  /**
   * Opens {@code <root>/layers} and {@code <root>/chains}.
   *
   * @throws Failure when the directory cannot be used
   */
  public static LayerStore open(Path root, LayerLimits limits, Clock clock) {
    try {
      LayerFolder folder = LayerFolder.open(root.resolve("layers"), new LayerUnpacker(limits));
      LayerChains chains = LayerChains.open(root.resolve("chains"), folder);
      LayerStore store = new LayerStore(folder, chains, clock);
      store.folder.load().forEach(store::add);
      store.folder.emptyTrash();
      return store;
    } catch (IOException e) {
      throw Failure.wrap("the layer store in " + root + " was not opened", e);
    }
  }

  private void add(StoredLayer layer) {
    table.add(layer.diffId(), layer);
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
          add(folder.store(source));
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

  /**
   * What shows an image of these layers, which the caller keeps, or has asked for in a pull. Blocks
   * on disk when it is asked for the first time.
   *
   * @param diffIds from the base up
   * @throws Failure InvalidArgument when the layers do not fit together, Unavailable when one is
   *     not stored
   */
  public LayerStack stack(List<Digest> diffIds) {
    List<StoredLayer> layers = new ArrayList<>();
    for (Digest diffId : diffIds) {
      layers.add(
          table
              .get(diffId)
              .orElseThrow(
                  () ->
                      new Unavailable("layer " + diffId + " is not on this node", "Pull again.")));
    }
    return chains.stack(layers);
  }

  /** Content in bytes of all layers, with what was copied to make chains of them. */
  long sizeBytes() {
    return table.all().stream().mapToLong(StoredLayer::sizeBytes).sum()
        + chains.all().stream().mapToLong(chain -> chain.own().bytes()).sum();
  }

  /** Inodes of all layers and fix-up layers. */
  long inodes() {
    return table.all().stream().mapToLong(StoredLayer::inodes).sum()
        + chains.all().stream().mapToLong(chain -> chain.own().inodes()).sum();
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

  /** The layers that nothing would need without these owners. */
  List<StoredLayer> unusedWithout(Set<String> owners) {
    return table.unusedWithout(owners, clock.instant());
  }

  /** The length of the tar stream that {@link #writeTar} gives. */
  public long tarSize(StoredLayer layer) {
    try {
      return folder.tarSize(layer);
    } catch (IOException e) {
      throw notPacked(layer, e);
    }
  }

  /**
   * Writes a layer as the very tar stream that it was unpacked from, whose digest is its diffID.
   * Disk work.
   *
   * @throws Failure FailedPrecondition when its content is no longer that; what was written until
   *     then is worth nothing
   */
  public void writeTar(StoredLayer layer, OutputStream to) {
    try {
      folder.writeTar(layer, to);
    } catch (IOException e) {
      throw notPacked(layer, e);
    }
  }

  private static Failure notPacked(StoredLayer layer, IOException e) {
    return Failure.wrap("layer " + layer.diffId() + " was not packed", e);
  }

  List<StoredLayer> all() {
    return table.all();
  }

  /** Removes the layers that nothing keeps. Disk work: call it in the background. */
  void collect() {
    Instant now = clock.instant();
    chains.collect(table::kept);
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
      add(layer);
      log.warn("cannot remove layer {} yet: {}", layer.diffId(), e.getMessage());
    }
  }

  /** Layers that nothing keeps now. */
  List<Digest> unused() {
    return table.unused(clock.instant());
  }

  boolean isKept(Digest diffId) {
    return table.isKept(diffId);
  }

  /** What is wrong with a layer; nothing when it is made or removed just now. */
  List<String> verify(Digest diffId, boolean deep) throws IOException {
    Optional<LayerFlights.Flight> flight = flights.begin(diffId);
    if (flight.isEmpty()) {
      return List.of();
    }
    try (LayerFlights.Flight _ = flight.get()) {
      return contains(diffId) ? folder.verify(diffId, deep) : List.of();
    }
  }

  /**
   * Takes a damaged layer out and keeps it aside, for containers that run on it.
   *
   * @return where it is now; empty when it is gone or changes just now
   */
  Optional<Path> setAside(Digest diffId) throws IOException {
    Optional<LayerFlights.Flight> flight = flights.begin(diffId);
    if (flight.isEmpty()) {
      return Optional.empty();
    }
    try (LayerFlights.Flight _ = flight.get()) {
      Optional<StoredLayer> layer = table.take(diffId);
      return layer.isEmpty() ? Optional.empty() : Optional.of(folder.setAside(diffId));
    }
  }

  List<Path> quarantined() throws IOException {
    return OwnDirectory.entries(folder.quarantine());
  }
}
