package io.crij.operations.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A small file in one of our own 0700 directories that readers see whole or not at all. */
record AtomicFile(Path path) {
  private static final Set<OpenOption> NEW_OR_LEFT_OVER =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  void replace(byte[] content, Durability durability) throws IOException {
    // The name is fixed, so that a crash leaves at most one; the next write takes it over.
    Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            NEW_OR_LEFT_OVER,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      if (durability == Durability.SYNCED) {
        channel.force(false);
      }
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    syncName(durability);
  }

  void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(false);
    }
    syncName(Durability.SYNCED);
  }

  void delete(Durability durability) throws IOException {
    if (Files.deleteIfExists(path)) {
      syncName(durability);
    }
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

  private void syncName(Durability durability) throws IOException {
    if (durability == Durability.SYNCED) {
      try (FileChannel directory =
          FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
        directory.force(true);
      } catch (NoSuchFileException gone) {
        throw new IOException("the directory of " + path + " is gone", gone);
      }
    }
  }
}
