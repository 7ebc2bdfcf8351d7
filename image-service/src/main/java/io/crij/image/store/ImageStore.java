package io.crij.image.store;

import io.crij.image.ImageFileSystem;
import io.crij.image.ImageLookup;
import io.crij.image.ImageView;
import io.crij.image.Images;
import io.crij.image.PinnedImages;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.pull.ImageDestination;
import io.crij.image.pull.PulledImage;
import io.crij.image.reference.Digest;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.Unavailable;
import io.crij.operations.record.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images on the node: {@code <root>/images}. Reads answer from an immutable snapshot. An image
 * keeps its layers; a removed image's names and record go at once, its layers with their last user.
 */
public final class ImageStore implements Images, ImageDestination, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ImageStore.class);

  private final Path root;
  private final ImageFolder folder;
  private final ImageContent content;
  private final LayerCollection collection;
  private final ImageLookup lookup;
  private final Clock clock;
  private final ImageChanges changes = new ImageChanges();
  private final PinnedImages pinned;
  private final Map<Digest, ImageRecord> incomplete = new ConcurrentHashMap<>();
  private final Set<Digest> expectedAnew = ConcurrentHashMap.newKeySet();
  private volatile ImageTable table;

  private ImageStore(
      Path root,
      ImageFolder folder,
      ImageContent content,
      LayerCollection collection,
      ImageLookup lookup,
      PinnedImages pinned,
      Clock clock) {
    this.root = root;
    this.folder = folder;
    this.content = content;
    this.collection = collection;
    this.lookup = lookup;
    this.pinned = pinned;
    this.table = ImageTable.of(pinned, List.of());
    this.clock = clock;
  }

  /**
   * Opens the images of a node. Images that are not whole are not listed, and kept.
   *
   * @throws Failure when the directory cannot be used
   */
  public static ImageStore open(
      Path root,
      ImageContent content,
      LayerCollection collection,
      ImageLookup lookup,
      PinnedImages pinned,
      Clock clock) {
    try {
      ImageFolder folder = ImageFolder.open(root.resolve("images"));
      ImageStore store = new ImageStore(root, folder, content, collection, lookup, pinned, clock);
      store.load();
      folder.emptyTrash();
      return store;
    } catch (IOException e) {
      throw Failure.wrap("the image store in " + root + " was not opened", e);
    }
  }

  private void load() throws IOException {
    ImageFolder.Found found = folder.load();
    if (found.unreadable()) {
      content.keepAllFound();
    }
    List<StoredImage> whole = new ArrayList<>();
    for (StoredImage image : found.images()) {
      if (content.keep(owner(image.id()), image.config()).isPresent()) {
        whole.add(image);
      } else {
        incomplete.put(image.id(), image.record());
        log.warn("image {} is not listed, since it lacks content: pull it again", image.id());
      }
    }
    table = ImageTable.of(pinned, whole);
  }

  private static String owner(Digest image) {
    return "image " + image;
  }

  @Override
  public void commit(PulledImage pulled) {
    NewImage image = NewImage.of(pulled);
    // Now, so that no container has to wait for it, and an image that cannot be shown is refused.
    content.prepare(image.config());
    changes.run("image " + pulled.reference() + " was not recorded", () -> record(image));
    content.answered(image.config());
  }

  private Digest record(NewImage image) throws IOException {
    Optional<StoredImage> known = table.get(image.id());
    long bytes =
        content
            .keep(owner(image.id()), image.config())
            .orElseThrow(
                () ->
                    new Unavailable(
                        "content of image " + image.id() + " is gone before it was recorded",
                        "Pull again."));
    try {
      ImageRecord before =
          known
              .map(StoredImage::record)
              .or(() -> lost(image.id()))
              .orElseGet(() -> image.record(bytes));
      ImageRecord record = write(before.named(image, clock.millis()), image, known.isPresent());
      incomplete.remove(image.id());
      publish(new StoredImage(record, image.config()), image.tags());
    } catch (IOException | RuntimeException e) {
      if (known.isEmpty()) {
        content.release(owner(image.id()));
      }
      throw e;
    } finally {
      folder.emptyTrash();
    }
    return image.id();
  }

  /** What an image that was not whole was called, but for tags that others have by now. */
  private Optional<ImageRecord> lost(Digest id) {
    Set<String> taken =
        list().stream().flatMap(image -> image.repoTags().stream()).collect(Collectors.toSet());
    return Optional.ofNullable(incomplete.get(id)).map(record -> record.without(taken));
  }

  private ImageRecord write(ImageRecord record, NewImage image, boolean known) throws IOException {
    boolean anew = expectedAnew.contains(image.id());
    if (known && !anew) {
      folder.update(record, Durability.SYNCED);
      return record;
    }
    if (anew) {
      folder.setAside(image.id());
    }
    ImageRecord written = record.of(image);
    folder.create(written, image.config(), image.manifest());
    expectedAnew.remove(image.id());
    return written;
  }

  private void publish(StoredImage image, List<String> tags) {
    List<StoredImage> changed = new ArrayList<>(List.of(image));
    for (StoredImage other : table.othersNamed(image.id(), tags)) {
      changed.add(other.with(other.record().without(tags)));
    }
    table = table.with(changed);
    // Not needed to be right after a crash: the latest holder of a tag has it.
    for (StoredImage loser : changed.subList(1, changed.size())) {
      try {
        folder.update(loser.record(), Durability.RENAMED);
      } catch (Failure e) {
        log.warn("image {} has lost tags, which its record still has", loser.id(), e);
      }
    }
  }

  @Override
  public Optional<ImageView> resolve(String reference) {
    return lookup.find(reference, table.views());
  }

  @Override
  public List<ImageView> list() {
    return table.views();
  }

  /** The image of exactly this id. */
  public Optional<ImageView> get(Digest id) {
    return table.view(id);
  }

  /**
   * The manifest that was chosen for this host, read from disk and verified.
   *
   * @throws NotFound without the image
   * @throws IOException when it is damaged
   */
  public ImageManifest parsedManifest(Digest id) throws IOException {
    StoredImage image =
        table
            .get(id)
            .orElseThrow(() -> new NotFound("image " + id + " is not here", "Pull it first."));
    return folder.parsedManifest(image.record());
  }

  /**
   * The manifest that was chosen for this host when the image was pulled.
   *
   * @throws Failure NotFound without the image
   */
  public byte[] manifest(Digest id) {
    try {
      return folder.manifest(id);
    } catch (IOException e) {
      throw table.get(id).isEmpty()
          ? new NotFound("image " + id + " is not on this node", "Pull it.")
          : Failure.wrap("the manifest of image " + id + " was not read", e);
    }
  }

  /** The layers that nothing would need without these images. */
  public List<StoredLayer> freedWithout(Set<Digest> ids) {
    return content
        .layers()
        .unusedWithout(ids.stream().map(ImageStore::owner).collect(Collectors.toSet()));
  }

  /** The layers that are whole, used or not. */
  public List<StoredLayer> layers() {
    return content.layers().all();
  }

  @Override
  public void remove(Digest id) {
    changes.run("image " + id + " was not removed", () -> forget(id));
    collection.soon();
  }

  private Digest forget(Digest id) throws IOException {
    folder.remove(id);
    incomplete.remove(id);
    expectedAnew.remove(id);
    table = table.without(id);
    content.release(owner(id));
    folder.emptyTrash();
    return id;
  }

  @Override
  public ImageFileSystem fileSystem() {
    return ImageUsage.of(root, table, content, clock.instant());
  }

  /** What is wrong with the documents of an image that is listed. */
  Optional<String> problem(Digest id) {
    try {
      Optional<StoredImage> image = table.get(id);
      if (image.isPresent()) {
        folder.verify(image.get().record());
      }
      return Optional.empty();
    } catch (IOException | Failure e) {
      // It may have been removed meanwhile.
      return table.get(id).map(_ -> e.getMessage());
    }
  }

  /** Not listed because content is missing, with their names. */
  Map<Digest, List<String>> incomplete() {
    Map<Digest, List<String>> names = new HashMap<>();
    incomplete.forEach((id, record) -> names.put(id, record.digests()));
    return names;
  }

  List<Path> unlisted() throws IOException {
    Set<String> known = new HashSet<>();
    list().forEach(image -> known.add(image.id().hex()));
    incomplete.keySet().forEach(id -> known.add(id.hex()));
    return folder.homes().stream()
        .filter(home -> !known.contains(home.getFileName().toString()))
        .toList();
  }

  List<Path> quarantined() throws IOException {
    return folder.quarantined();
  }

  void discard(Path aside) throws IOException {
    folder.discard(aside);
  }

  /** Its documents are damaged: the next pull writes them anew. */
  void expectAnew(Digest id) {
    expectedAnew.add(id);
  }

  /** Shows an image no more that lacks content, as the next start would not. */
  void unlist(Digest id) {
    changes.run(
        "image " + id + " was not taken from the list",
        () -> {
          table.get(id).ifPresent(image -> incomplete.put(id, image.record()));
          table = table.without(id);
          return id;
        });
  }

  @Override
  public void close() {
    changes.close();
  }
}
