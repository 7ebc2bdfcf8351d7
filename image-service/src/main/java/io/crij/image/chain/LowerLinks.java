package io.crij.image.chain;

import io.crij.image.layer.LayerNeeds.LowerLink;
import io.crij.linux.files.ConfinedPath;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes hard links of a layer to files of those below: the file is copied, as when it is changed in
 * a container, and has the new name beside all that it had.
 */
final class LowerLinks {
  private final FixUpTree tree;
  private final ChainView below;

  LowerLinks(FixUpTree tree, ChainView below) {
    this.tree = tree;
    this.below = below;
  }

  void make(LowerLink link) throws IOException {
    ChainView shown = tree.shown();
    ConfinedPath path = shown.resolveParent(link.path());
    ConfinedPath target = shown.resolveParent(link.target());
    Optional<ChainView.Found> file = shown.find(target);
    // The same layer may have removed the old name: a rename.
    boolean stillThere = file.isPresent();
    if (!stillThere) {
      target = below.resolveParent(link.target());
      file = below.find(target);
    }
    if (file.isEmpty() || file.get().isDirectory() || path.equals(target)) {
      throw new InvalidArgument(
          "the image's layers are refused: hard link "
              + link.path()
              + " leads to no file of theirs: "
              + link.target(),
          "Rebuild the image and push it again.");
    }
    ChainView.Found found = file.get();
    if (!stillThere) {
      tree.file(found.layer(), target, found.file().orElseThrow(), path);
      return;
    }
    if (!tree.isFrom(found)) {
      tree.file(found.layer(), target, found.file().orElseThrow(), target);
    }
    tree.hardLink(target, path);
  }
}
