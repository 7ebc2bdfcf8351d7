package io.crij.image.layer;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import java.io.IOException;

/**
 * Where paths of a layer lead when the links on the way are followed as in a container, also where
 * nothing is yet: the target of a link may be in a lower layer.
 */
final class LinkResolver {
  private final ConfinedDirectory root;
  private boolean linksMade;
  private ConfinedPath lastParent = ConfinedPath.ROOT;
  private ConfinedPath lastResolved = ConfinedPath.ROOT;

  LinkResolver(ConfinedDirectory root) {
    this.root = root;
  }

  /** A symbolic link was made; before the first one every path leads where it says. */
  void linkMade() {
    linksMade = true;
    objectReplaced();
  }

  /** What was remembered may have led through it. */
  void objectReplaced() {
    lastParent = ConfinedPath.ROOT;
    lastResolved = ConfinedPath.ROOT;
  }

  /** With the links before the last component resolved. */
  ConfinedPath resolveParent(ConfinedPath path) throws IOException {
    if (!linksMade || path.isRoot()) {
      return path;
    }
    ConfinedPath parent = path.parent();
    if (!parent.equals(lastParent)) {
      lastResolved = resolve(parent);
      lastParent = parent;
    }
    return lastResolved.resolve(path.name());
  }

  /** With all links resolved. */
  ConfinedPath resolve(ConfinedPath path) throws IOException {
    if (!linksMade) {
      return path;
    }
    return LinkWalk.follow(path, root::readLink)
        .orElseThrow(() -> BadLayer.malformed("the links of " + path + " lead round in circles"));
  }
}
