package io.crij.image.store;

import io.crij.image.layer.AppliedLayer;
import io.crij.image.layer.LayerCheck;
import io.crij.image.layer.LayerNeeds;
import io.crij.image.layer.LayerUnpacker;
import io.crij.image.layer.RecipeReplay;
import io.crij.image.layer.UnpackedLayer;
import io.crij.image.reference.Digest;
import io.crij.image.reference.DigestAlgorithm;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Unavailable;
import io.crij.operations.id.Ids;
import io.crij.operations.record.Durability;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.record.RecordFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Layers on disk: {@code <algorithm>/<hex>/{diff/,needs,recipe,layer.json}}. A layer is made
 * elsewhere and moved to its place whole: data synced, then the record, then the name.
 */
final class LayerFolder {
  private static final Logger log = LoggerFactory.getLogger(LayerFolder.class);
  private static final String QUARANTINED = "quarantined";
  private static final String DIFF = "diff";
  private static final String NEEDS = "needs";
  private static final String RECIPE = "recipe";
  private static final String RECORD = "layer.json";

  private final Path root;
  private final Trash trash;
  private final LayerUnpacker unpacker;

  private LayerFolder(Path root, Trash trash, LayerUnpacker unpacker) {
    this.root = root;
    this.trash = trash;
    this.unpacker = unpacker;
  }

  static LayerFolder open(Path root, LayerUnpacker unpacker) throws IOException {
    OwnDirectory.ensure(root);
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      OwnDirectory.ensure(root.resolve(algorithm.label()));
    }
    OwnDirectory.ensure(root.resolve(QUARANTINED));
    return new LayerFolder(root, Trash.open(root.resolve("tmp")), unpacker);
  }

  private Path home(Digest diffId) {
    return root.resolve(diffId.algorithm().label()).resolve(diffId.hex());
  }

  private static RecordFile<LayerRecord> record(Path home) {
    return new RecordFile<>(home.resolve(RECORD), LayerRecord.class, LayerRecord.VERSION);
  }

  /** All whole layers. What is none is moved aside and kept: a container may still run on it. */
  List<StoredLayer> load() throws IOException {
    List<StoredLayer> layers = new ArrayList<>();
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      for (Path home : OwnDirectory.entries(root.resolve(algorithm.label()))) {
        Optional<Digest> diffId =
            Digest.tryParse(algorithm.label() + ":" + home.getFileName().toString());
        Optional<StoredLayer> layer = diffId.flatMap(id -> load(id, home));
        layer.ifPresent(layers::add);
        if (layer.isEmpty()) {
          log.warn("layer {} has no valid record; it was moved to {}", home, setAside(home));
        }
      }
    }
    return layers;
  }

  private static Optional<StoredLayer> load(Digest diffId, Path home) {
    return record(home).load() instanceof Loaded.Present<LayerRecord>(LayerRecord found, _)
            && found.diffId().equals(diffId.toString())
        ? Optional.of(StoredLayer.of(diffId, home.resolve(DIFF), found.content()))
        : Optional.empty();
  }

  /**
   * Fetches and unpacks a layer that is absent.
   *
   * @throws Failure with nothing left behind
   */
  StoredLayer store(LayerSource source) {
    String what = "layer " + source.diffId() + " was not stored";
    try {
      Path making = trash.make();
      try {
        return store(source, making);
      } finally {
        trash.madeOrGivenUp(making);
      }
    } catch (IOException | Failure e) {
      // Files and channels tell of an interrupt in many ways.
      throw Thread.currentThread().isInterrupted()
          ? new Cancelled(what, "Pull again.", e)
          : Failure.wrap(what, e);
    }
  }

  private StoredLayer store(LayerSource source, Path making) throws IOException {
    Path diff = Files.createDirectory(making.resolve(DIFF));
    // What an image without an entry for its root has; whatever our umask.
    Files.setPosixFilePermissions(diff, PosixFilePermissions.fromString("rwxr-xr-x"));
    UnpackedLayer unpacked;
    try (OutputStream recipe =
        Files.newOutputStream(making.resolve(RECIPE), StandardOpenOption.CREATE_NEW)) {
      unpacked = unpacker.unpack(source.blob(), open(source), diff, recipe);
    }
    AppliedLayer content = unpacked.content();
    if (!unpacked.needs().isEmpty()) {
      writeNeeds(making.resolve(NEEDS), unpacked.needs());
    }
    record(making).write(new LayerRecord(source.diffId().toString(), content), Durability.SYNCED);
    Path home = home(source.diffId());
    Files.move(making, home, StandardCopyOption.ATOMIC_MOVE);
    try {
      OwnDirectory.sync(home.getParent());
    } catch (IOException | RuntimeException e) {
      // It passes for absent, so that its place has to be free for the next attempt.
      Files.move(home, making, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    return StoredLayer.of(source.diffId(), home.resolve(DIFF), content);
  }

  /**
   * What is wrong with a layer; empty when it is as it was unpacked.
   *
   * @param deep whether to read the content of its files
   */
  List<String> verify(Digest diffId, boolean deep) throws IOException {
    Path home = home(diffId);
    if (!(record(home).load() instanceof Loaded.Present<LayerRecord>(LayerRecord found, _))
        || !found.diffId().equals(diffId.toString())) {
      return List.of("its record is gone or damaged");
    }
    StoredLayer layer = StoredLayer.of(diffId, home.resolve(DIFF), found.content());
    List<String> problems = new ArrayList<>();
    checkNeeds(layer, problems);
    if (Files.isRegularFile(home.resolve(RECIPE))) {
      problems.addAll(
          LayerCheck.of(diffId, layer.diff(), found.content(), () -> recipe(layer), deep));
    } else {
      problems.add("the list of its files is gone");
    }
    return problems;
  }

  private void checkNeeds(StoredLayer layer, List<String> problems) {
    try {
      needs(layer);
    } catch (IOException damaged) {
      problems.add("what it needs of other layers cannot be read: " + damaged.getMessage());
    }
  }

  /** Out of the way, kept for people to look at, and for containers that run on it. */
  Path setAside(Digest diffId) throws IOException {
    return setAside(home(diffId));
  }

  private Path setAside(Path home) throws IOException {
    Path aside = quarantine().resolve(home.getFileName() + "-" + Ids.random());
    Files.move(home, aside, StandardCopyOption.ATOMIC_MOVE);
    return aside;
  }

  Path quarantine() {
    return root.resolve(QUARANTINED);
  }

  private static void writeNeeds(Path file, LayerNeeds needs) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(needs.encoded());
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  /**
   * What a layer needs of those below it.
   *
   * @throws IOException when the file cannot be read, or is not as it was written
   */
  LayerNeeds needs(StoredLayer layer) throws IOException {
    if (layer.needs() == 0) {
      return LayerNeeds.NONE;
    }
    Path file = home(layer.diffId()).resolve(NEEDS);
    LayerNeeds needs;
    try {
      needs = LayerNeeds.decode(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged", e);
    }
    if (needs.count() != layer.needs()) {
      throw new IOException(file + " is not whole");
    }
    return needs;
  }

  /** The length of the tar stream that {@link #writeTar} gives. */
  long tarSize(StoredLayer layer) throws IOException {
    return RecipeReplay.size(recipe(layer));
  }

  /**
   * Writes a layer as the tar stream that it was unpacked from.
   *
   * @throws FailedPrecondition when its content is no longer that; what was written is worth
   *     nothing
   */
  void writeTar(StoredLayer layer, OutputStream to) throws IOException {
    try (ConfinedDirectory tree = ConfinedDirectory.open(layer.diff())) {
      RecipeReplay.write(layer.diffId(), recipe(layer), tree, to);
    }
  }

  private InputStream recipe(StoredLayer layer) throws IOException {
    try {
      return new BufferedInputStream(
          Files.newInputStream(home(layer.diffId()).resolve(RECIPE), StandardOpenOption.READ));
    } catch (NoSuchFileException absent) {
      throw new FailedPrecondition(
          "layer " + layer.diffId() + " was stored without what is needed to pack it again",
          "Remove its images and pull them again.",
          absent);
    }
  }

  private static InputStream open(LayerSource source) {
    try {
      return source.open().open();
    } catch (IOException e) {
      throw new Unavailable(
          "layer blob " + source.descriptor().digest() + " cannot be fetched",
          "Check network and registry, pull again.",
          e);
    }
  }

  void discard(StoredLayer layer) throws IOException {
    trash.discard(home(layer.diffId()));
  }

  void emptyTrash() {
    trash.empty();
  }
}
