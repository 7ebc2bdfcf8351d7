package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import java.io.IOException;
import java.nio.file.Path;

/** Whole trees with content that is not trusted, below a directory of ours. */
public final class UserTree {
  private UserTree() {}

  /** Removes {@code name} (one component) below a directory that only root can change. */
  public static void removeTree(Path trustedRoot, String name) throws IOException {
    try (ConfinedDirectory root = ConfinedDirectory.open(trustedRoot)) {
      root.removeTree(ConfinedPath.parse(name));
    } catch (KernelException failure) {
      // No root, no tree.
      if (!failure.is(Errno.ENOENT)) {
        throw failure;
      }
    }
  }
}
