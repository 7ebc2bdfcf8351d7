package io.crij.sandbox;

import io.crij.operations.failure.Failure;
import io.crij.operations.id.Ids;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** Ids of sandboxes as names in our directories, whether there is a record or not. */
final class SandboxIds {
  private SandboxIds() {}

  static Set<String> in(Path directory) {
    Set<String> ids = new TreeSet<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
      for (Path path : names) {
        String name = path.getFileName().toString();
        if (Ids.isId(name)) {
          ids.add(name);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw Failure.wrap("cannot list the pod sandboxes in " + directory, e);
    }
    return ids;
  }
}
