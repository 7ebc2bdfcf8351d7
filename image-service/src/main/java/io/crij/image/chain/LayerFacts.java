package io.crij.image.chain;

import io.crij.image.layer.LayerNeeds;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedObject;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one layer of a chain has at a path. No link is followed; looking up paths in order is cheap.
 */
final class LayerFacts implements AutoCloseable {
  private static final String OPAQUE = "trusted.overlay.opaque";
  private static final byte[] YES = {'y'};
  private static final int MOST_REMEMBERED = 2000;

  /** Bounded, and only ever of directories: what is made meanwhile does not change them. */
  private final Map<ConfinedPath, Spot> remembered = new HashMap<>();

  private final ConfinedDirectory root;
  private final Set<ConfinedPath> implied;
  private final LookupBudget budget;
  private final boolean changing;
  private final LinkedNames names;

  /** What is at a path, for the layers below it. */
  sealed interface Spot {
    /** Nothing; the layers below show through. */
    record Open() implements Spot {}

    /** Nothing, and nothing of the layers below either: a parent hides or replaces theirs. */
    record Closed() implements Spot {}

    /**
     * A directory.
     *
     * @param implied whether its attributes are those of the layers below, if they have it
     * @param closed whether the layers below have no such directory any more
     * @param opaque whether their content of it is hidden
     */
    record Directory(boolean implied, boolean closed, boolean opaque) implements Spot {}

    /** Anything else, a whiteout too; it hides what is below. */
    record Other(FileStatus status) implements Spot {}
  }

  private LayerFacts(
      ConfinedDirectory root, LayerNeeds needs, LookupBudget budget, boolean changing) {
    this.root = root;
    this.budget = budget;
    this.implied = new HashSet<>(needs.implied());
    this.changing = changing;
    this.names = new LinkedNames(root);
  }

  static LayerFacts open(ChainLayer layer, LookupBudget budget) throws IOException {
    return new LayerFacts(ConfinedDirectory.open(layer.diff()), layer.needs(), budget, false);
  }

  /** Of a layer that is being made. */
  static LayerFacts ofChanging(Path directory, LookupBudget budget) throws IOException {
    return new LayerFacts(ConfinedDirectory.open(directory), LayerNeeds.NONE, budget, true);
  }

  ConfinedDirectory root() {
    return root;
  }

  /** All names that a file has in this layer, when it has several. */
  List<ConfinedPath> names(FileStatus file) throws IOException {
    return names.of(file);
  }

  Spot at(ConfinedPath path) throws IOException {
    if (path.isRoot()) {
      return new Spot.Directory(true, false, false);
    }
    Optional<Spot> known = Optional.ofNullable(remembered.get(path));
    if (known.isPresent()) {
      return known.get();
    }
    Spot spot = look(path);
    if (!changing && !(spot instanceof Spot.Other)) {
      if (remembered.size() >= MOST_REMEMBERED) {
        remembered.clear();
      }
      remembered.put(path, spot);
    }
    return spot;
  }

  private Spot look(ConfinedPath path) throws IOException {
    return switch (at(path.parent())) {
      case Spot.Open open -> open;
      case Spot.Closed closed -> closed;
      case Spot.Other _ -> new Spot.Closed();
      case Spot.Directory parent -> lookIn(parent, path);
    };
  }

  private Spot lookIn(Spot.Directory parent, ConfinedPath path) throws IOException {
    boolean closed = parent.closed() || parent.opaque();
    budget.spend();
    Optional<FileStatus> status = root.linkStatus(path);
    if (status.isEmpty()) {
      return closed ? new Spot.Closed() : new Spot.Open();
    }
    return status.get().isDirectory()
        ? new Spot.Directory(implied.contains(path), closed, opaque(path))
        : new Spot.Other(status.get());
  }

  private boolean opaque(ConfinedPath path) throws IOException {
    try (ConfinedObject directory = root.object(path)) {
      return directory.getXattr(OPAQUE).filter(value -> Arrays.equals(value, YES)).isPresent();
    }
  }

  /** Hides what the layers below have in a directory of this one. */
  void makeOpaque(ConfinedPath path) throws IOException {
    root.setXattr(path, OPAQUE, YES);
  }

  @Override
  public void close() {
    root.close();
  }
}
