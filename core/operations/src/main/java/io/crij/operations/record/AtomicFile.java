package io.crij.operations.record;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A small file in one of our own 0700 directories that readers see whole or not at all. A rename
 * without a sync may show an empty file after a power cut, depending on the file system: the last
 * synced content keeps a second name, {@code NAME.synced}, until the next sync.
 */
record AtomicFile(Path path) {
  private static final Set<OpenOption> NEW_OR_LEFT_OVER =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  /** Writes the whole new content; what it throws leaves the old one. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  void replace(Content content, Durability durability) throws IOException {
    // The name is fixed, so that a crash leaves at most one; the next write takes it over.
    Path temporary = temporary();
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            NEW_OR_LEFT_OVER,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      content.writeTo(Channels.newOutputStream(channel));
      if (durability == Durability.SYNCED) {
        channel.force(false);
      }
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    if (durability == Durability.RENAMED) {
      keepOld();
    }
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    if (durability == Durability.SYNCED) {
      syncNames();
    }
  }

  /** The first one kept is the synced one; what came after it need not survive. */
  private void keepOld() throws IOException {
    if (!Files.exists(synced(), LinkOption.NOFOLLOW_LINKS)
        && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.createLink(synced(), path);
    }
  }

  /** The content reaches the disk; {@link #syncNames} makes it the synced one. */
  void syncContent() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(false);
    }
  }

  /** After its content has been synced. */
  void syncNames() throws IOException {
    Files.deleteIfExists(synced());
    syncDirectory();
  }

  /** With all that a crash may have left beside it; of two names, the one that counts goes last. */
  void delete(Durability durability) throws IOException {
    Files.deleteIfExists(temporary());
    Files.deleteIfExists(synced());
    Files.deleteIfExists(path);
    if (durability == Durability.SYNCED) {
      // Also when it is gone already: whoever removed it may not have synced that.
      syncDirectory();
    }
  }

  /** Takes the last synced content back, in place of what is not readable. */
  void restoreSynced() throws IOException {
    Files.move(synced(), path, StandardCopyOption.ATOMIC_MOVE);
  }

  Path synced() {
    return path.resolveSibling(path.getFileName() + ".synced");
  }

  private Path temporary() {
    return path.resolveSibling(path.getFileName() + ".tmp");
  }

  /** Renames it to the first free {@code NAME.quarantined-N}. */
  Path quarantine() throws IOException {
    int number = 1;
    while (Files.exists(quarantined(number), LinkOption.NOFOLLOW_LINKS)) {
      number++;
    }
    return Files.move(path, quarantined(number));
  }

  private Path quarantined(int number) {
    return path.resolveSibling(path.getFileName() + ".quarantined-" + number);
  }

  /** Of a directory that is gone, the one above says so. */
  private void syncDirectory() throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    while (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      directory = directory.getParent();
    }
    OwnDirectory.sync(directory);
  }
}
