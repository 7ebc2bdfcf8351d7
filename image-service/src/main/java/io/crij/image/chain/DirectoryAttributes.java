package io.crij.image.chain;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedObject;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.ObjectAttributes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Makes directories look like those of layers. */
public final class DirectoryAttributes {
  private static final ObjectAttributes USUAL = new ObjectAttributes(0, 0, 0755, Instant.EPOCH);

  private DirectoryAttributes() {}

  /** Those of a layer's root directory. */
  public static void copy(Path layer, ConfinedDirectory parent, ConfinedPath directory)
      throws IOException {
    try (ConfinedDirectory from = ConfinedDirectory.open(layer)) {
      TreeCopy.attributes(from, ConfinedPath.ROOT, parent, directory);
    }
  }

  /** Those of a directory of which no layer says anything. */
  public static void usual(ConfinedDirectory parent, ConfinedPath directory) throws IOException {
    try (ConfinedObject object = parent.object(directory)) {
      object.apply(USUAL);
    }
  }
}
