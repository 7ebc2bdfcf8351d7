package io.crij.image.layer;

import io.crij.linux.files.ConfinedPath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Where a path leads when all links in it are followed as in a container: from the root for links
 * that begin there, never above it; what is absent leads where it says.
 */
public final class LinkWalk {
  /** As many as the kernel follows. */
  private static final int MOST_LINKS = 40;

  /** The links of a tree. */
  @FunctionalInterface
  public interface Links {
    /** What the object at a path leads to, when it is a link; no link before it is followed. */
    Optional<byte[]> target(ConfinedPath path) throws IOException;
  }

  private LinkWalk() {}

  /** Empty when the links lead round in circles. */
  public static Optional<ConfinedPath> follow(ConfinedPath path, Links links) throws IOException {
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
      Optional<byte[]> target = links.target(next);
      if (target.isEmpty()) {
        at = next;
        continue;
      }
      if (++followed > MOST_LINKS) {
        return Optional.empty();
      }
      byte[] bytes = target.get();
      at = bytes.length > 0 && bytes[0] == '/' ? ConfinedPath.ROOT : at;
      ConfinedPath.parse(bytes).components().reversed().forEach(left::addFirst);
    }
    return Optional.of(at);
  }
}
