package io.crij.image.layer;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Where paths of a layer lead when the links on the way are followed as in a container, also where
 * nothing is yet: the target of a link may be in a lower layer.
 */
final class LinkResolver {
  /** As many as the kernel follows. */
  private static final int MOST_LINKS = 40;

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
    Deque<ConfinedPath> left = new ArrayDeque<>(path.components());
    ConfinedPath at = ConfinedPath.ROOT;
    int followed = 0;
    while (!left.isEmpty()) {
      ConfinedPath name = left.removeFirst();
      if (name.hasParentReference()) {
        at = at.parent();
        continue;
      }
      ConfinedPath next = at.resolve(name);
      Optional<byte[]> target = root.readLink(next);
      if (target.isEmpty()) {
        at = next;
        continue;
      }
      if (++followed > MOST_LINKS) {
        throw BadLayer.malformed("the links of " + path + " lead round in circles");
      }
      byte[] bytes = target.get();
      at = bytes.length > 0 && bytes[0] == '/' ? ConfinedPath.ROOT : at;
      ConfinedPath.parse(bytes).components().reversed().forEach(left::addFirst);
    }
    return at;
  }
}
