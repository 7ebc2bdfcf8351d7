package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Counts what a tree takes on its disk, in as many parts as the caller likes. The tree may be
 * changed by others meanwhile: no link is followed and no mount is crossed, and neither the depth
 * nor the width of it costs memory or descriptors without bound. A file with several names counts
 * once, because each of its names counts for a part of it.
 */
public final class TreeUsage implements AutoCloseable {
  private static final int READ = OpenFlags.RDONLY | OpenFlags.DIRECTORY | OpenFlags.NOFOLLOW;
  private static final long RESOLVE = Resolver.BUILDING | OpenFlags.RESOLVE_NO_XDEV;

  private final String name;
  private final UsageNames names = new UsageNames();
  private final Deque<UsageLevel> levels = new ArrayDeque<>();
  private long bytes;
  private double inodes;
  private boolean complete = true;

  /**
   * @param bytes allocated, not the lengths of files
   * @param complete false when parts were moved away or were too many to remember
   */
  public record Count(long bytes, long inodes, boolean complete) {}

  private TreeUsage(String name) {
    this.name = name;
  }

  /** Begins at a directory whose own path only root can change. */
  public static TreeUsage of(Path trusted) throws KernelException {
    TreeUsage usage = new TreeUsage(trusted.toString());
    Fd top =
        Resolver.open(FileCalls.AT_FDCWD, Lookups.nulTerminated(usage.name), READ, 0, usage.name);
    usage.enter(top);
    return usage;
  }

  /**
   * Goes on until all is counted or {@link System#nanoTime} has passed {@code until}; at least one
   * entry each time.
   *
   * @return whether all is counted
   */
  public boolean advance(long until) throws KernelException {
    PlatformThread.require();
    while (!levels.isEmpty()) {
      step(levels.getLast());
      if (System.nanoTime() - until >= 0) {
        break;
      }
    }
    return levels.isEmpty();
  }

  /** What has been counted so far. */
  public Count count() {
    return new Count(bytes, Math.round(inodes), complete);
  }

  private void step(UsageLevel level) throws KernelException {
    Optional<DirectoryEntry> entry = level.read();
    if (entry.isPresent()) {
      count(level, entry.get());
      return;
    }
    Optional<ConfinedPath> below = level.nextKept(names);
    if (below.isPresent()) {
      descend(level, below.get());
    } else {
      leave();
    }
  }

  private void count(UsageLevel level, DirectoryEntry entry) throws KernelException {
    if (entry.type() == FileType.DIRECTORY) {
      visit(level, entry.name());
      return;
    }
    Optional<FileStatus> found = status(level.number(), entry.name());
    if (found.isPresent() && found.get().isDirectory()) {
      visit(level, entry.name());
    } else if (found.isPresent() && !found.get().mountRoot()) {
      long links = Math.max(1, found.get().nlink());
      bytes += found.get().allocated() / links;
      inodes += 1.0 / links;
    }
  }

  private Optional<FileStatus> status(int directory, ConfinedPath entry) throws KernelException {
    try {
      return Optional.of(
          FileStatus.at(directory, entry.nativeBytes(), FileCalls.AT_SYMLINK_NOFOLLOW, name));
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Goes into it at once where this level stays open, later where it must be closed for that. */
  private void visit(UsageLevel level, ConfinedPath directory) throws KernelException {
    if (level.staysOpen()) {
      descend(level, directory);
    } else if (!level.keep(directory, names)) {
      complete = false;
    }
  }

  private void descend(UsageLevel level, ConfinedPath directory) throws KernelException {
    Optional<Fd> opened = open(level.number(), directory);
    if (opened.isPresent()) {
      level.closeUnlessItStays();
      enter(opened.get());
    }
  }

  /** Empty when it has gone, is no directory any more or belongs to another file system. */
  private Optional<Fd> open(int directory, ConfinedPath child) throws KernelException {
    try {
      return Optional.of(Resolver.open(directory, child.nativeBytes(), READ, RESOLVE, name));
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.EXDEV)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private void enter(Fd directory) throws KernelException {
    UsageLevel level = UsageLevel.of(directory, levels.size(), name);
    levels.addLast(level);
    bytes += level.identity().allocated();
    inodes++;
  }

  private void leave() throws KernelException {
    try (UsageLevel left = levels.removeLast()) {
      if (levels.isEmpty() || levels.getLast().isOpen()) {
        return;
      }
      if (levels.getLast().reopenFrom(left)) {
        return;
      }
    }
    // Somebody has moved it away: what is left of it up to a level that is open is not counted.
    complete = false;
    while (!levels.getLast().isOpen()) {
      levels.removeLast().forget(names);
    }
  }

  @Override
  public void close() {
    levels.forEach(UsageLevel::close);
    levels.clear();
  }
}
