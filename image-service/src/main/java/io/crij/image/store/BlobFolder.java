package io.crij.image.store;

import io.crij.image.layer.VerifiedBlob;
import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import io.crij.image.reference.DigestAlgorithm;
import io.crij.image.reference.Hasher;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Unavailable;
import io.crij.operations.id.Ids;
import io.crij.operations.record.OwnDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
 * Blobs of artifacts on disk: {@code <algorithm>/<hex>}, a plain file. It is made elsewhere and
 * gets its name when its content is synced, so the name says that it is whole.
 */
final class BlobFolder {
  private static final Logger log = LoggerFactory.getLogger(BlobFolder.class);
  private static final String QUARANTINED = "quarantined";
  private static final int BUFFER = 128 * 1024;
  private static final String READABLE = "r--r--r--";

  private final Path root;
  private final Trash trash;

  private BlobFolder(Path root, Trash trash) {
    this.root = root;
    this.trash = trash;
  }

  static BlobFolder open(Path root) throws IOException {
    OwnDirectory.ensure(root);
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      OwnDirectory.ensure(root.resolve(algorithm.label()));
    }
    OwnDirectory.ensure(root.resolve(QUARANTINED));
    return new BlobFolder(root, Trash.open(root.resolve("tmp")));
  }

  private Path home(Digest digest) {
    return root.resolve(digest.algorithm().label()).resolve(digest.hex());
  }

  /** All blobs; what is none is moved aside and kept. */
  List<StoredBlob> load() throws IOException {
    List<StoredBlob> blobs = new ArrayList<>();
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      for (Path file : OwnDirectory.entries(root.resolve(algorithm.label()))) {
        Optional<Digest> digest = Digest.tryParse(algorithm.label() + ":" + file.getFileName());
        if (digest.isPresent() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          blobs.add(new StoredBlob(digest.get(), file, Files.size(file)));
        } else {
          log.warn("{} is no blob of an artifact; it was moved to {}", file, setAside(file));
        }
      }
    }
    return blobs;
  }

  /**
   * Fetches a blob that is absent.
   *
   * @throws Failure with nothing left behind
   */
  StoredBlob store(Descriptor blob, BlobOpener opener) {
    String what = "blob " + blob.digest() + " was not stored";
    try {
      Path making = trash.make();
      try {
        return store(blob, opener, making.resolve("blob"));
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

  private StoredBlob store(Descriptor blob, BlobOpener opener, Path making) throws IOException {
    try (InputStream in = new VerifiedBlob(blob, open(blob, opener));
        FileChannel file =
            FileChannel.open(making, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
      }
      file.force(true);
    }
    // Whatever our umask: users of containers read it as the volume's file.
    Files.setPosixFilePermissions(making, PosixFilePermissions.fromString(READABLE));
    Path home = home(blob.digest());
    Files.move(making, home, StandardCopyOption.ATOMIC_MOVE);
    OwnDirectory.sync(home.getParent());
    return new StoredBlob(blob.digest(), home, blob.size());
  }

  private static InputStream open(Descriptor blob, BlobOpener opener) {
    try {
      return opener.open();
    } catch (IOException e) {
      throw new Unavailable(
          "blob " + blob.digest() + " cannot be fetched",
          "Check network and registry, pull again.",
          e);
    }
  }

  /** What is wrong with a blob; empty when it is as it was pushed, or has that size at least. */
  Optional<String> verify(StoredBlob blob, boolean deep) throws IOException {
    if (!Files.isRegularFile(blob.file(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("its file is gone");
    }
    long size = Files.size(blob.file());
    if (size != blob.sizeBytes()) {
      return Optional.of("it has " + size + " bytes instead of " + blob.sizeBytes());
    }
    return deep && !digest(blob).equals(blob.digest())
        ? Optional.of("it has other content than its digest says")
        : Optional.empty();
  }

  private static Digest digest(StoredBlob blob) throws IOException {
    Hasher hasher = blob.digest().algorithm().hasher();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(blob.file())) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hasher.update(buffer, 0, count);
      }
    }
    return hasher.digest();
  }

  Path quarantine() {
    return root.resolve(QUARANTINED);
  }

  /** Out of the way, kept for people to look at; gives its new place. */
  Path setAside(Path file) throws IOException {
    Path aside = root.resolve(QUARANTINED).resolve(file.getFileName() + "-" + Ids.random());
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    return aside;
  }

  void discard(StoredBlob blob) throws IOException {
    trash.discard(blob.file());
  }

  void emptyTrash() {
    trash.empty();
  }
}
