package io.crij.linux.event;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Where a directory is expected: the directory itself, and the nearest one above it that exists,
 * through which its coming is seen. One thread at a time settles it; the loop's thread only asks.
 */
final class WatchedPlace {
  private static final int NONE = -1;

  /** A path that changes faster than this is settled at its next event. */
  private static final int MOST_ATTEMPTS = 100;

  private static final int COMING =
      EventCalls.IN_CREATE
          | EventCalls.IN_MOVED_TO
          | EventCalls.IN_DELETE_SELF
          | EventCalls.IN_MOVE_SELF;

  private final Inotify inotify;
  private final Path directory;
  private final int mask;
  private final Set<Integer> all = new HashSet<>();
  private volatile int own = NONE;
  private int above = NONE;

  WatchedPlace(Inotify inotify, Path directory, int mask) {
    this.inotify = inotify;
    this.directory = directory;
    this.mask = mask;
  }

  boolean isDirectory(int watch) {
    return watch == own;
  }

  /**
   * Watches what is there now.
   *
   * @return whether the directory came, went or was replaced
   */
  boolean settle() throws KernelException {
    int before = own;
    look();
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      int ownSeen = own;
      int aboveSeen = above;
      // Once more now that the watches exist: what came in between is not missed.
      look();
      if (own == ownSeen && above == aboveSeen) {
        removeOthers();
        return own != before;
      }
    }
    throw new KernelException("inotify_add_watch", Errno.EAGAIN, directory.toString());
  }

  private void look() throws KernelException {
    own = add(directory, mask);
    above = NONE;
    Path candidate = directory.getParent();
    while (candidate != null && above == NONE) {
      above = add(candidate, COMING);
      candidate = candidate.getParent();
    }
  }

  private int add(Path path, int wanted) throws KernelException {
    int watch = inotify.add(path, wanted).orElse(NONE);
    if (watch != NONE) {
      all.add(watch);
    }
    return watch;
  }

  private void removeOthers() throws KernelException {
    for (int watch : all) {
      if (watch != own && watch != above) {
        inotify.remove(watch);
      }
    }
    all.removeIf(watch -> watch != own && watch != above);
  }
}
