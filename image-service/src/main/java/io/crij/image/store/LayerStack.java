package io.crij.image.store;

import io.crij.image.chain.DirectoryAttributes;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The directories that show an image when they lie on top of one another.
 *
 * @param lowerTopFirst lower directories of an overlay; empty for an image without layers
 * @param rootLike the directory whose owner, mode, time and attributes the root directory has;
 *     empty for the usual ones
 */
public record LayerStack(List<Path> lowerTopFirst, Optional<Path> rootLike) {
  public LayerStack {
    lowerTopFirst = List.copyOf(lowerTopFirst);
  }

  /** Makes a directory of ours look like the image's root directory. */
  public void applyRoot(ConfinedDirectory parent, ConfinedPath directory) throws IOException {
    if (rootLike.isPresent()) {
      DirectoryAttributes.copy(rootLike.get(), parent, directory);
    } else {
      DirectoryAttributes.usual(parent, directory);
    }
  }
}
