package io.crij.linux.cgroup;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.DirectoryEntry;
import io.crij.linux.files.FileType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Walks a group and those below it in one hierarchy. A container that may make groups of its own
 * can nest them deeper than any path may be long, so the way goes from descriptor to descriptor,
 * one at a time, and back by "..", which no group can be moved away from.
 */
final class CgroupTree {
  private static final int WITHOUT_CHILDREN = 2;

  private CgroupTree() {}

  interface Visitor {
    /** Comes before the groups below; the path of the group is valid during the call. */
    void enter(Path group) throws IOException;

    /** Comes after the groups below, for each but the topmost. */
    default void leave(ConfinedDirectory parent, ConfinedPath name) {}
  }

  private record Level(ConfinedPath name, Iterator<ConfinedPath> children) {}

  /** Visits nothing when there is no such group; groups that vanish meanwhile are left out. */
  static void walk(Path top, Visitor visitor) throws IOException {
    Optional<ConfinedDirectory> opened = ifPresent(() -> ConfinedDirectory.open(top));
    if (opened.isEmpty()) {
      return;
    }
    ConfinedDirectory current = opened.get();
    Deque<Level> levels = new ArrayDeque<>();
    try {
      levels.push(enter(current, ConfinedPath.ROOT, visitor));
      while (levels.size() > 1 || levels.element().children().hasNext()) {
        if (levels.element().children().hasNext()) {
          ConfinedPath name = levels.element().children().next();
          ConfinedDirectory above = current;
          Optional<ConfinedDirectory> below = ifPresent(() -> above.openDirectory(name));
          if (below.isPresent()) {
            above.close();
            current = below.get();
            levels.push(enter(current, name, visitor));
          }
        } else {
          try (ConfinedDirectory left = current) {
            current = ConfinedDirectory.open(left.fd().procPath().resolve(".."));
          }
          visitor.leave(current, levels.pop().name());
        }
      }
    } finally {
      current.close();
    }
  }

  private static Level enter(ConfinedDirectory group, ConfinedPath name, Visitor visitor)
      throws IOException {
    visitor.enter(group.fd().procPath());
    return new Level(name, children(group).iterator());
  }

  private static List<ConfinedPath> children(ConfinedDirectory group) throws IOException {
    // The link count of a group is two more than the number of groups in it, which spares a list.
    if (ifPresent(() -> group.status(ConfinedPath.ROOT)).orElse(Optional.empty()).stream()
        .anyMatch(status -> status.nlink() == WITHOUT_CHILDREN)) {
      return List.of();
    }
    return ifPresent(group::list).orElse(List.of()).stream()
        .filter(entry -> entry.type() == FileType.DIRECTORY)
        .map(DirectoryEntry::name)
        .toList();
  }

  /** Whether there are groups in the group. */
  static boolean hasChildren(Path top) throws IOException {
    return !childNames(top).isEmpty();
  }

  /** Names of the groups in the group; none when there is no such group. */
  static List<String> childNames(Path top) throws IOException {
    Optional<ConfinedDirectory> opened = ifPresent(() -> ConfinedDirectory.open(top));
    if (opened.isEmpty()) {
      return List.of();
    }
    try (ConfinedDirectory group = opened.get()) {
      return children(group).stream().map(ConfinedPath::toString).toList();
    }
  }

  private interface Look<T> {
    T look() throws IOException;
  }

  /** Empty when the group is gone, also when it went after it was opened. */
  private static <T> Optional<T> ifPresent(Look<T> look) throws IOException {
    try {
      return Optional.of(look.look());
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOENT, Errno.ENODEV)) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
