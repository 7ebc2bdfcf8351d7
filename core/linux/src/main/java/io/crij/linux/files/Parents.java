package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Descriptors of the directories in which objects are built. The last ones used stay open, so that
 * files of one directory cost one lookup and a deep chain of directories costs one component each.
 */
final class Parents implements AutoCloseable {
  private final Fd root;
  private final String rootName;
  private final ParentLinks links;
  private final int capacity;
  private final LinkedHashMap<ConfinedPath, Fd> open = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param capacity how many stay open; 0 for none, which is also the thread-safe choice. Two are
   *     needed at a time, for links and renames.
   */
  Parents(Fd root, String rootName, ParentLinks links, int capacity) {
    if (capacity == 1 || capacity < 0) {
      throw new IllegalArgumentException("0 or at least 2 directories are kept, not " + capacity);
    }
    this.root = root;
    this.rootName = rootName;
    this.links = links;
    this.capacity = capacity;
  }

  interface Use<T> {
    T in(int directory) throws IOException;
  }

  /** Runs {@code use} in the directory {@code path}. */
  <T> T within(ConfinedPath path, String call, Use<T> use) throws IOException {
    PlatformThread.require();
    if (path.hasParentReference()) {
      throw new KernelException(call, Errno.EXDEV, describe(path), "\"..\" has no place here");
    }
    if (path.isRoot()) {
      return use.in(root.number());
    }
    if (capacity == 0) {
      try (Fd directory = open(path)) {
        return use.in(directory.number());
      }
    }
    Optional<Fd> kept = Optional.ofNullable(open.get(path));
    try {
      return use.in(kept.isPresent() ? kept.get().number() : keep(path).number());
    } catch (KernelException failure) {
      // What was kept may have been removed behind a link with another name.
      if (kept.isEmpty() || !failure.is(Errno.ENOENT)) {
        throw failure;
      }
      forget(path);
      return use.in(keep(path).number());
    }
  }

  private Fd keep(ConfinedPath path) throws KernelException {
    Optional<Fd> above = Optional.ofNullable(open.get(path.parent()));
    // A link in the last component may lead anywhere below the root, not just below its parent.
    Fd directory =
        above.isPresent() && links == ParentLinks.REFUSE
            ? Resolver.openDirectory(
                above.get().number(), path.name(), links.resolve(), describe(path))
            : open(path);
    if (open.size() == capacity) {
      open.pollFirstEntry().getValue().close();
    }
    open.put(path, directory);
    return directory;
  }

  private Fd open(ConfinedPath path) throws KernelException {
    return Resolver.openDirectory(root.number(), path, links.resolve(), describe(path));
  }

  /** To be called when {@code path} is no longer the directory that it was. */
  void forget(ConfinedPath path) {
    open.entrySet()
        .removeIf(
            entry -> {
              boolean below = entry.getKey().startsWith(path);
              if (below) {
                entry.getValue().close();
              }
              return below;
            });
  }

  String describe(ConfinedPath path) {
    return path.isRoot() ? rootName : rootName + "/" + path;
  }

  @Override
  public void close() {
    forget(ConfinedPath.ROOT);
  }
}
