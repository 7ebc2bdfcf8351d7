package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes a tree by descriptors: no link is followed, no mount is crossed, and depth costs neither
 * stack nor descriptors. Only the deepest levels stay open; one above is found again through "..",
 * and must then be the very directory it was.
 */
final class TreeRemoval {
  private static final int OPEN_LEVELS = 32;
  private static final int RESTARTS = 16;

  private final int parent;
  private final ConfinedPath name;
  private final String object;
  private final List<RemovalLevel> levels = new ArrayList<>();

  private TreeRemoval(int parent, ConfinedPath name, String object) {
    this.parent = parent;
    this.name = name;
    this.object = object;
  }

  /** Removes {@code name}, of whatever type, below the directory {@code parent}; absent is fine. */
  static void remove(int parent, ConfinedPath name, String object) throws KernelException {
    PlatformThread.require();
    for (int attempt = 1; attempt <= RESTARTS; attempt++) {
      if (new TreeRemoval(parent, name, object).run()) {
        return;
      }
    }
    throw new KernelException(
        "remove", Errno.EBUSY, object, "something moves its directories about meanwhile");
  }

  /** False when a directory was moved away underneath. */
  private boolean run() throws KernelException {
    try {
      descendOrUnlink(parent, name);
      while (!levels.isEmpty()) {
        RemovalLevel level = levels.getLast();
        Optional<DirectoryEntry> entry = level.next();
        if (entry.isPresent()) {
          step(level, entry.get());
        } else if (!leave(level)) {
          return false;
        }
      }
      return true;
    } finally {
      levels.forEach(RemovalLevel::close);
    }
  }

  private void step(RemovalLevel level, DirectoryEntry entry) throws KernelException {
    boolean mayBeDirectory = entry.type() == FileType.DIRECTORY || entry.type() == FileType.UNKNOWN;
    if (mayBeDirectory || !unlink(level.number(), entry.name(), 0)) {
      descendOrUnlink(level.number(), entry.name());
    }
  }

  private void descendOrUnlink(int directory, ConfinedPath child) throws KernelException {
    Optional<RemovalLevel> level = RemovalLevel.open(directory, child, object);
    if (level.isPresent()) {
      levels.add(level.get());
      if (levels.size() > OPEN_LEVELS) {
        levels.get(levels.size() - OPEN_LEVELS - 1).close();
      }
    } else if (!unlink(directory, child, 0)) {
      throw new KernelException("unlinkat", Errno.EISDIR, object, child + " changes its type");
    }
  }

  private boolean leave(RemovalLevel level) throws KernelException {
    int above = parent;
    if (levels.size() > 1) {
      RemovalLevel container = levels.get(levels.size() - 2);
      if (!container.isOpen() && !container.reopenFrom(level)) {
        return false;
      }
      above = container.number();
    }
    if (unlink(above, level.name(), FileCalls.AT_REMOVEDIR)) {
      levels.removeLast();
      level.close();
    } else {
      level.rewind();
    }
    return true;
  }

  /** False when it is a directory, or one that has been filled again. */
  private boolean unlink(int directory, ConfinedPath child, int flags) throws KernelException {
    if (FileCalls.unlinkat(directory, child.nativeBytes(), flags) == 0) {
      return true;
    }
    KernelException failure = KernelException.last("unlinkat", object);
    return switch (failure.errno()) {
      case Errno.ENOENT -> true;
      case Errno.EISDIR, Errno.ENOTEMPTY, Errno.EEXIST -> false;
      case Errno.EBUSY -> throw explained(failure, child, "it is a mount point: unmount it first");
      case Errno.EPERM ->
          throw explained(failure, child, "it may be immutable: see lsattr, use chattr -i -a");
      default -> throw explained(failure, child, "");
    };
  }

  private static KernelException explained(
      KernelException failure, ConfinedPath child, String detail) {
    String text = "at its entry " + child + (detail.isEmpty() ? "" : ": " + detail);
    return new KernelException(failure.call(), failure.errno(), failure.object(), text);
  }
}
