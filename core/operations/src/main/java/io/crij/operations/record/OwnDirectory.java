package io.crij.operations.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Directories of our own state: root's, mode 0700. */
public final class OwnDirectory {
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

  private OwnDirectory() {}

  /** Makes it with those above it, and takes others' rights away where it exists. */
  public static Path ensure(Path directory) throws IOException {
    Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OURS));
    Files.setPosixFilePermissions(directory, OURS);
    return directory;
  }

  public static Path create(Path directory) throws IOException {
    return Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OURS));
  }

  /** Its entries, sorted by name. */
  public static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  /** The names in it reach the disk (fsync(2)). */
  public static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
