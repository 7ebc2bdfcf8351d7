package io.crij.image.chain;

import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.DirectoryEntry;
import io.crij.linux.files.FileStatus;
import io.crij.linux.files.FileType;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Moves what a layer has in an implied directory to where a link of a lower layer leads. A file
 * with several names keeps them all.
 */
final class Relocation {
  private final FixUpTree tree;
  private final LayerFacts layer;
  private final ChainView below;
  private final LinkedParents parents;
  private final Deque<Move> left = new ArrayDeque<>();

  /** Where files with several names are already, by inode. */
  private final Map<Long, ConfinedPath> copied = new HashMap<>();

  private record Move(ConfinedPath from, ConfinedPath to) {}

  Relocation(FixUpTree tree, LayerFacts layer, ChainView below) {
    this.tree = tree;
    this.layer = layer;
    this.below = below;
    this.parents = new LinkedParents(layer, below);
  }

  /**
   * @param parent a link in the layers below
   */
  void relocate(ConfinedPath parent) throws IOException {
    ChainView.Found link = below.find(parent).orElseThrow();
    ConfinedPath target = below.resolve(parent);
    tree.object(link.layer(), parent, link.file().orElseThrow(), parent);
    if (directory(parent).opaque()) {
      // All that shows at the target now is what this layer has there.
      if (layer.at(target) instanceof LayerFacts.Spot.Directory) {
        move(new Move(target, target));
      }
      tree.directory(target);
      tree.opaque(target);
    }
    move(new Move(parent, target));
  }

  private LayerFacts.Spot.Directory directory(ConfinedPath path) throws IOException {
    return (LayerFacts.Spot.Directory) layer.at(path);
  }

  private void move(Move whole) throws IOException {
    tree.directory(whole.to());
    left.add(whole);
    while (!left.isEmpty()) {
      Move next = left.removeFirst();
      for (DirectoryEntry entry : layer.root().list(next.from())) {
        move(next.from().resolve(entry.name()), next.to().resolve(entry.name()));
      }
    }
  }

  private void move(ConfinedPath from, ConfinedPath to) throws IOException {
    FileStatus status = layer.root().linkStatus(from).orElseThrow();
    if (!status.isDirectory()) {
      moveFile(from, status, to);
      return;
    }
    LayerFacts.Spot.Directory directory = directory(from);
    boolean linked = directory.implied() && !directory.closed() && parents.isLinked(to);
    ConfinedPath target = linked ? below.resolve(to) : to;
    if (directory.implied()) {
      tree.directory(target);
    } else {
      tree.directoryLike(layer, from, target);
    }
    if (directory.opaque()) {
      tree.opaque(target);
    }
    left.add(new Move(from, target));
  }

  private void moveFile(ConfinedPath from, FileStatus status, ConfinedPath to) throws IOException {
    boolean whiteout = status.type() == FileType.CHARACTER_DEVICE;
    if (whiteout && tree.shown().find(to).isEmpty()) {
      // Nothing to hide, and overlayfs would list it in a directory that is only here.
      return;
    }
    Optional<ConfinedPath> first = Optional.ofNullable(copied.get(status.ino()));
    boolean several = LinkedNames.hasSeveral(status);
    if (several && first.isPresent()) {
      tree.hardLink(first.get(), to);
      return;
    }
    tree.file(layer, from, status, to);
    if (several) {
      copied.put(status.ino(), to);
    }
  }
}
