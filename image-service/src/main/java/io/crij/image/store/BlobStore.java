package io.crij.image.store;

import io.crij.image.layer.LayerLimits;
import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.record.OwnDirectory;
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
 * The blobs of artifacts on the node, each once, by digest; kept and fetched as {@link LayerStore}
 * does with layers.
 */
public final class BlobStore {
  private static final Logger log = LoggerFactory.getLogger(BlobStore.class);
  private static final String RECORD_KEEPER = "unreadable record";

  private final BlobFolder folder;
  private final LayerLimits limits;
  private final Clock clock;
  private final LayerTable<StoredBlob> table = new LayerTable<>();
  private final LayerFlights flights = new LayerFlights();

  private BlobStore(BlobFolder folder, LayerLimits limits, Clock clock) {
    this.folder = folder;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Opens {@code <root>/artifacts}.
   *
   * @throws Failure when the directory cannot be used
   */
  public static BlobStore open(Path root, LayerLimits limits, Clock clock) {
    try {
      BlobFolder folder = BlobFolder.open(root.resolve("artifacts"));
      BlobStore store = new BlobStore(folder, limits, clock);
      folder.load().forEach(blob -> store.table.add(blob.digest(), blob));
      folder.emptyTrash();
      return store;
    } catch (IOException e) {
      throw Failure.wrap("the store of artifacts in " + root + " was not opened", e);
    }
  }

  /**
   * Returns when the blob is stored, which it stays until the pull has ended.
   *
   * @throws Failure with nothing visible and nothing left
   */
  StoredBlob ensure(Descriptor blob, BlobOpener opener) {
    if (blob.size() > limits.bytes()) {
      throw new InvalidArgument(
          "blob " + blob.digest() + " has " + blob.size() + " bytes, more than " + limits.bytes(),
          "Push the artifact in smaller blobs.");
    }
    while (true) {
      Optional<StoredBlob> stored = table.ask(blob.digest());
      if (stored.isPresent()) {
        return stored.get();
      }
      Optional<LayerFlights.Flight> flight = flights.begin(blob.digest());
      if (flight.isPresent()) {
        return store(blob, opener, flight.get());
      }
      flights.await(blob.digest());
    }
  }

  private StoredBlob store(Descriptor blob, BlobOpener opener, LayerFlights.Flight flight) {
    try (flight) {
      // Another caller may have stored it just before this flight began.
      if (table.get(blob.digest()).isEmpty()) {
        table.add(blob.digest(), folder.store(blob, opener));
      }
      return table.ask(blob.digest()).orElseThrow();
    }
  }

  /** Where a blob is; it stays as long as somebody keeps it. */
  public Optional<Path> file(Digest digest) {
    return table.get(digest).map(StoredBlob::file);
  }

  Optional<List<StoredBlob>> keep(String owner, List<Digest> digests) {
    return table.keep(owner, digests);
  }

  void release(String owner) {
    table.release(owner);
  }

  void answered(List<Digest> digests) {
    table.answered(digests);
  }

  void givenUp(List<Digest> digests, Duration wait) {
    table.givenUp(digests, clock.instant().plus(wait));
  }

  void keepAllFound() {
    table.keep(RECORD_KEEPER, table.all().stream().map(StoredBlob::digest).toList());
  }

  List<StoredBlob> all() {
    return table.all();
  }

  List<Digest> unused() {
    return table.unused(clock.instant());
  }

  boolean isKept(Digest digest) {
    return table.isKept(digest);
  }

  /** What is wrong with a blob; nothing when it is fetched or removed just now. */
  List<String> verify(Digest digest, boolean deep) throws IOException {
    Optional<LayerFlights.Flight> flight = flights.begin(digest);
    if (flight.isEmpty()) {
      return List.of();
    }
    try (LayerFlights.Flight _ = flight.get()) {
      Optional<StoredBlob> blob = table.get(digest);
      return blob.isEmpty() ? List.of() : folder.verify(blob.get(), deep).stream().toList();
    }
  }

  List<Path> quarantined() throws IOException {
    return OwnDirectory.entries(folder.quarantine());
  }

  /** Removes the blobs that nothing keeps. Disk work: call it in the background. */
  void collect() {
    Instant now = clock.instant();
    table.unused(now).forEach(digest -> remove(digest, now));
    folder.emptyTrash();
  }

  private void remove(Digest digest, Instant now) {
    Optional<LayerFlights.Flight> flight = flights.begin(digest);
    if (flight.isEmpty()) {
      return;
    }
    try (LayerFlights.Flight _ = flight.get()) {
      table.takeUnused(digest, now).ifPresent(this::discard);
    }
  }

  private void discard(StoredBlob blob) {
    try {
      folder.discard(blob);
      log.info("removed blob {} of an artifact, which nothing uses", blob.digest());
    } catch (IOException e) {
      table.add(blob.digest(), blob);
      log.warn("cannot remove blob {} yet: {}", blob.digest(), e.getMessage());
    }
  }

  /**
   * Takes a damaged blob out and keeps it aside.
   *
   * @return where it is now; empty when it is gone or changes just now
   */
  Optional<Path> quarantine(Digest digest) throws IOException {
    Optional<LayerFlights.Flight> flight = flights.begin(digest);
    if (flight.isEmpty()) {
      return Optional.empty();
    }
    try (LayerFlights.Flight _ = flight.get()) {
      Optional<StoredBlob> blob = table.take(digest);
      return blob.isEmpty() ? Optional.empty() : Optional.of(folder.setAside(blob.get().file()));
    }
  }
}
