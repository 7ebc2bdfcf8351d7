package io.crij.image.layer;

import io.crij.image.reference.Digest;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import io.crij.operations.failure.FailedPrecondition;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the tree of a layer with what was unpacked, by the recipe of its tar stream. */
public final class LayerCheck {
  private static final int MOST_PROBLEMS = 5;

  private final ConfinedDirectory root;
  private final AppliedLayer recorded;
  private final List<String> problems = new ArrayList<>();

  /** Opens a layer's recipe. */
  @FunctionalInterface
  public interface Recipe {
    InputStream open() throws IOException;
  }

  private LayerCheck(ConfinedDirectory root, AppliedLayer recorded) {
    this.root = root;
    this.recorded = recorded;
  }

  /**
   * Looks at every object; never writes. A layer that has a path twice is only counted.
   *
   * @param deep whether to put the tar stream together again and compare its digest
   * @return what is wrong, the first things of it; empty when all is right
   */
  public static List<String> of(
      Digest diffId, Path diff, AppliedLayer recorded, Recipe recipe, boolean deep) {
    try (ConfinedDirectory root = ConfinedDirectory.open(diff)) {
      LayerCheck check = new LayerCheck(root, recorded);
      check.compare(diffId, recipe, deep);
      return List.copyOf(check.problems);
    } catch (EOFException e) {
      return List.of("the list of its files is not whole");
    } catch (IOException | FailedPrecondition e) {
      return List.of("it cannot be read: " + e.getMessage());
    }
  }

  private void compare(Digest diffId, Recipe recipe, boolean deep) throws IOException {
    if (!recorded.replaced()) {
      RecipeReplay.files(recipe.open(), this::compare);
    }
    compareCount();
    if (deep && problems.isEmpty() && !recorded.replaced()) {
      try {
        RecipeReplay.write(diffId, recipe.open(), root, OutputStream.nullOutputStream());
      } catch (FailedPrecondition changed) {
        problems.add(changed.what());
      }
    }
  }

  private void compare(ConfinedPath path, long length) {
    if (problems.size() >= MOST_PROBLEMS) {
      return;
    }
    Optional<FileStatus> found = status(path).filter(FileStatus::isRegular);
    if (found.isEmpty()) {
      problems.add(path + " is gone, or no file any more");
    } else if (found.get().size() != length) {
      problems.add(path + " has " + found.get().size() + " bytes instead of " + length);
    }
  }

  private Optional<FileStatus> status(ConfinedPath path) {
    try {
      return root.linkStatus(path);
    } catch (IOException noWayThere) {
      return Optional.empty();
    }
  }

  private void compareCount() throws IOException {
    TreeCount found = TreeCount.of(root);
    if (problems.isEmpty() && found.inodes() != recorded.inodes()) {
      problems.add("it has " + found.inodes() + " objects instead of " + recorded.inodes());
    } else if (recorded.replaced() && found.bytes() != recorded.bytes()) {
      problems.add("it has " + found.bytes() + " bytes instead of " + recorded.bytes());
    }
  }
}
