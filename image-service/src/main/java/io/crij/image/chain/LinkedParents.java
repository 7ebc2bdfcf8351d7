package io.crij.image.chain;

import io.crij.linux.files.ConfinedPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Directories that a layer implies where the layers below have a link to a directory. */
final class LinkedParents {
  private final LayerFacts layer;
  private final ChainView below;

  LinkedParents(LayerFacts layer, ChainView below) {
    this.layer = layer;
    this.below = below;
  }

  boolean any(List<ConfinedPath> implied) throws IOException {
    for (ConfinedPath directory : implied) {
      if (!closed(directory) && isLinked(directory)) {
        return true;
      }
    }
    return false;
  }

  /** What lies below one of them has no link of its own: it goes with it. */
  List<ConfinedPath> of(List<ConfinedPath> implied) throws IOException {
    List<ConfinedPath> linked = new ArrayList<>();
    for (ConfinedPath directory : implied) {
      if (!closed(directory) && isLinked(directory)) {
        linked.add(directory);
      }
    }
    return linked;
  }

  /** Whether the layer itself has removed what was there. */
  private boolean closed(ConfinedPath directory) throws IOException {
    return !(layer.at(directory) instanceof LayerFacts.Spot.Directory found) || found.closed();
  }

  /** A link to a file is replaced, one to nothing yet is followed. */
  boolean isLinked(ConfinedPath directory) throws IOException {
    Optional<ChainView.Found> found = below.find(directory);
    if (found.filter(ChainView.Found::isLink).isEmpty()) {
      return false;
    }
    Optional<ChainView.Found> target = below.find(below.resolve(directory));
    return target.isEmpty() || target.get().isDirectory();
  }
}
