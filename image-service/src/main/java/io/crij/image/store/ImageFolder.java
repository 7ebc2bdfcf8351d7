package io.crij.image.store;

import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageConfigParser;
import io.crij.image.reference.Digest;
import io.crij.operations.failure.Failure;
import io.crij.operations.record.Durability;
import io.crij.operations.record.Loaded;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.record.RecordFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images on disk: {@code <hex>/{image.json,config,manifest}}, made elsewhere and moved whole. */
final class ImageFolder {
  private static final Logger log = LoggerFactory.getLogger(ImageFolder.class);
  private static final String TRASH = "tmp";
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
    return new ImageFolder(root, Trash.open(root.resolve(TRASH)));
  }

  private Path home(Digest id) {
    return root.resolve(id.hex());
  }

  private static RecordFile<ImageRecord> record(Path home) {
    return new RecordFile<>(home.resolve(RECORD), ImageRecord.class, ImageRecord.VERSION);
  }

  Found load() throws IOException {
    List<StoredImage> images = new ArrayList<>();
    boolean unreadable = false;
    for (Path home : OwnDirectory.entries(root)) {
      if (!home.getFileName().toString().equals(TRASH)) {
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
    try (InputStream in = Files.newInputStream(home.resolve(CONFIG))) {
      Digest id = Digest.parse(record.id());
      byte[] config = in.readNBytes(ImageConfigParser.MAX_BYTES + 1);
      if (!id.matches(config) || !home.getFileName().toString().equals(id.hex())) {
        throw new IOException("the configuration is not that of " + id);
      }
      return Optional.of(new StoredImage(record, ImageConfigParser.parse(id, config)));
    } catch (IOException | Failure e) {
      log.warn("image {} is not listed, pull it again: {}", home, e.getMessage());
      return Optional.empty();
    }
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
