package io.crij.image.chain;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The tree of a fix-up layer while it is made, on top of the layers it belongs to. */
final class FixUpTree implements AutoCloseable {
  private static final int MODE = 0755;

  private final LayerFacts made;
  private final TreeCopy copy;
  private final ChainView shown;

  /** Directories made here and where their attributes come from; they are set at the end. */
  private final Map<ConfinedPath, Optional<Attributes>> directories = new LinkedHashMap<>();

  private long inodes;

  /** Attributes of a directory of a layer. */
  private record Attributes(LayerFacts layer, ConfinedPath path) {}

  /**
   * Makes nothing yet.
   *
   * @param topFirst what is below
   */
  FixUpTree(Path directory, List<LayerFacts> topFirst, LookupBudget budget) throws IOException {
    this.made = LayerFacts.ofChanging(directory, budget);
    this.copy = new TreeCopy(made.root());
    this.shown = new ChainView(Stream.concat(Stream.of(made), topFirst.stream()).toList());
  }

  /** What is shown with all that was made so far. */
  ChainView shown() {
    return shown;
  }

  boolean has(ConfinedPath path) throws IOException {
    return root().linkStatus(path).isPresent();
  }

  boolean isFrom(ChainView.Found found) {
    return found.layer() == made;
  }

  private ConfinedDirectory root() {
    return made.root();
  }

  /** With those above it; attributes are those that are shown, or the usual ones. */
  void directory(ConfinedPath path) throws IOException {
    if (path.isRoot() || root().linkStatus(path).filter(FileStatus::isDirectory).isPresent()) {
      return;
    }
    Optional<Attributes> source = shown.attributes(path).map(layer -> new Attributes(layer, path));
    make(path, source);
  }

  /** With the attributes of a directory of a layer, wherever that has it. */
  void directoryLike(LayerFacts layer, ConfinedPath path, ConfinedPath target) throws IOException {
    if (root().linkStatus(target).filter(FileStatus::isDirectory).isPresent()) {
      directories.put(target, Optional.of(new Attributes(layer, path)));
    } else {
      make(target, Optional.of(new Attributes(layer, path)));
    }
  }

  private void make(ConfinedPath path, Optional<Attributes> source) throws IOException {
    directory(path.parent());
    root().removeTree(path);
    root().mkdir(path, MODE);
    inodes++;
    directories.put(path, source);
  }

  /** Anything but a directory, in the place of what was made there. */
  void object(LayerFacts layer, ConfinedPath path, FileStatus status, ConfinedPath target)
      throws IOException {
    directory(target.parent());
    root().removeTree(target);
    copy.copy(layer.root(), path, status, target);
    inodes++;
  }

  /**
   * A file of a layer with all its names: those that are shown now stay names of one file.
   *
   * @param path where the layer has it
   */
  void file(LayerFacts layer, ConfinedPath path, FileStatus status, ConfinedPath target)
      throws IOException {
    object(layer, path, status, target);
    for (ConfinedPath other : layer.names(status)) {
      Optional<ChainView.Found> found = other.equals(path) ? Optional.empty() : shown.find(other);
      if (found.filter(same -> same.layer() == layer && !same.isDirectory()).isPresent()) {
        hardLink(target, other);
      }
    }
  }

  /** Both names are here. */
  void hardLink(ConfinedPath existing, ConfinedPath path) throws IOException {
    directory(path.parent());
    root().removeTree(path);
    root().hardLink(existing, path);
  }

  void opaque(ConfinedPath directory) throws IOException {
    made.makeOpaque(directory);
  }

  /** Attributes last, since making things changes times. */
  FixUp finish(boolean inPlace) throws IOException {
    for (Map.Entry<ConfinedPath, Optional<Attributes>> entry : directories.entrySet()) {
      ConfinedPath path = entry.getKey();
      if (root().linkStatus(path).filter(FileStatus::isDirectory).isEmpty()) {
        continue;
      }
      if (entry.getValue().isPresent()) {
        Attributes from = entry.getValue().get();
        TreeCopy.attributes(from.layer().root(), from.path(), root(), path);
      } else {
        root().setTimes(path, Instant.EPOCH);
      }
    }
    root().syncFileSystem();
    return new FixUp(inodes, copy.bytes(), inPlace);
  }

  @Override
  public void close() {
    made.close();
  }
}
