package io.crij.image.store;

import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageConfigParser;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.manifest.ManifestParser;
import io.crij.image.reference.Digest;
import io.crij.operations.failure.Failure;
import io.crij.operations.id.Ids;
import io.crij.operations.record.Durability;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.record.RecordFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images on disk: {@code <hex>/{image.json,config,manifest}}, made elsewhere and moved whole. */
final class ImageFolder {
  private static final Logger log = LoggerFactory.getLogger(ImageFolder.class);
  private static final String TRASH = "tmp";
  private static final String QUARANTINED = "quarantined";
  private static final Set<String> OURS = Set.of(TRASH, QUARANTINED);
  private static final String RECORD = "image.json";
  private static final String CONFIG = "config";
  private static final String MANIFEST = "manifest";

  /** What was found at start. */
  record Found(List<StoredImage> images, boolean unreadable) {}

  private final Path root;
  private final Trash trash;

  private ImageFolder(Path root, Trash trash) {
    this.root = root;
    this.trash = trash;
  }

  static ImageFolder open(Path root) throws IOException {
    OwnDirectory.ensure(root);
    OwnDirectory.ensure(root.resolve(QUARANTINED));
    return new ImageFolder(root, Trash.open(root.resolve(TRASH)));
  }

  private Path home(Digest id) {
    return root.resolve(id.hex());
  }

  private static RecordFile<ImageRecord> record(Path home) {
    return new RecordFile<>(
        home.resolve(RECORD), ImageRecord.class, ImageRecord.VERSION, ImageRecord.UPGRADE);
  }

  Found load() throws IOException {
    List<StoredImage> images = new ArrayList<>();
    boolean unreadable = false;
    for (Path home : OwnDirectory.entries(root)) {
      if (!OURS.contains(home.getFileName().toString())) {
        Optional<StoredImage> image = load(home);
        image.ifPresent(images::add);
        unreadable |= image.isEmpty();
      }
    }
    return new Found(images, unreadable);
  }

  private static Optional<StoredImage> load(Path home) throws IOException {
    if (!(record(home).load() instanceof Loaded.Present<ImageRecord>(ImageRecord record, _))) {
      log.warn("image {} has no valid record and is not listed; remove it or pull again", home);
      return Optional.empty();
    }
    try {
      if (!home.getFileName().toString().equals(Digest.parse(record.id()).hex())) {
        throw new IOException("its record is that of " + record.id());
      }
      return Optional.of(new StoredImage(record, config(home, record)));
    } catch (IOException | Failure e) {
      log.warn("image {} is not listed, pull it again: {}", home, e.getMessage());
      return Optional.empty();
    }
  }

  private static ImageConfig config(Path home, ImageRecord record) throws IOException {
    Digest id = Digest.parse(record.id());
    byte[] config = read(home.resolve(CONFIG), ImageConfigParser.MAX_BYTES);
    if (record.artifactType().isEmpty()) {
      requireDigest(id, config, "configuration");
      return ImageConfigParser.parse(id, config);
    }
    ImageManifest manifest = manifest(home, record);
    requireDigest(manifest.config().digest(), config, "config blob");
    return ImageConfig.ofArtifact(id, config, manifest);
  }

  private static ImageManifest manifest(Path home, ImageRecord record) throws IOException {
    byte[] bytes = read(home.resolve(MANIFEST), ManifestParser.MAX_BYTES);
    requireDigest(Digest.parse(record.manifest()), bytes, "manifest");
    if (ManifestParser.parse(bytes, "", Optional.empty()) instanceof ImageManifest manifest) {
      return manifest;
    }
    throw new IOException("its manifest is an index");
  }

  private static void requireDigest(Digest digest, byte[] bytes, String what) throws IOException {
    if (!digest.matches(bytes)) {
      throw new IOException("its " + what + " is damaged: the digest is not " + digest);
    }
  }

  private static byte[] read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    }
  }

  /**
   * The manifest of an image, its digest verified.
   *
   * @throws IOException when it cannot be read or is damaged
   */
  ImageManifest parsedManifest(ImageRecord record) throws IOException {
    return manifest(home(Digest.parse(record.id())), record);
  }

  /** Reads record, configuration and manifest again; throws what is wrong with them. */
  void verify(ImageRecord record) throws IOException {
    Path home = home(Digest.parse(record.id()));
    if (!Files.isRegularFile(home.resolve(RECORD))) {
      throw new IOException("its record is gone");
    }
    config(home, record);
    manifest(home, record);
  }

  /** The homes of images, and whatever else lies among them. */
  List<Path> homes() throws IOException {
    return OwnDirectory.entries(root).stream()
        .filter(home -> !OURS.contains(home.getFileName().toString()))
        .toList();
  }

  List<Path> quarantined() throws IOException {
    return OwnDirectory.entries(root.resolve(QUARANTINED));
  }

  /** Keeps a damaged image aside; an absent one is success. */
  void setAside(Digest id) throws IOException {
    if (Files.exists(home(id), LinkOption.NOFOLLOW_LINKS)) {
      Path aside = root.resolve(QUARANTINED).resolve(id.hex() + "-" + Ids.random());
      Files.move(home(id), aside, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Removes what lies among the images, or was set aside on the same file system. */
  void discard(Path aside) throws IOException {
    trash.discard(aside);
    trash.empty();
  }

  /** A new image; durable when this returns. Replaces a broken one. */
  void create(ImageRecord record, ImageConfig config, byte[] manifest) throws IOException {
    Path making = trash.make();
    try {
      write(making.resolve(CONFIG), config.rawBytes());
      write(making.resolve(MANIFEST), manifest);
      record(making).write(record, Durability.SYNCED);
      trash.discard(home(config.id()));
      Files.move(making, home(config.id()), StandardCopyOption.ATOMIC_MOVE);
      OwnDirectory.sync(root);
    } finally {
      trash.madeOrGivenUp(making);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.write(file, content, StandardOpenOption.CREATE_NEW);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
    }
  }

  byte[] manifest(Digest id) throws IOException {
    try (InputStream in = Files.newInputStream(home(id).resolve(MANIFEST))) {
      return in.readNBytes(ManifestParser.MAX_BYTES);
    }
  }

  void update(ImageRecord record, Durability durability) {
    record(home(Digest.parse(record.id()))).write(record, durability);
  }

  /** Durable when this returns. */
  void remove(Digest id) throws IOException {
    trash.discard(home(id));
    OwnDirectory.sync(root);
  }

  void emptyTrash() {
    trash.empty();
  }
}
