package io.crij.sandbox;

import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;

/** Our own directories of 0700 and the names in them. Platform threads only. */
final class OwnDirectories {
  private OwnDirectories() {}

  static void makeDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException already) {
      if (!Files.isDirectory(directory)) {
        throw already;
      }
    }
  }

  /** Makes the names in a directory durable. */
  static void syncNames(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Names in the directory that are ids of sandboxes. */
  static Set<String> ids(Path directory) {
    Set<String> ids = new TreeSet<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
      for (Path path : names) {
        String name = path.getFileName().toString();
        if (SandboxLayout.isId(name)) {
          ids.add(name);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw Failure.wrap("cannot list the pod sandboxes in " + directory, e);
    }
    return ids;
  }
}
