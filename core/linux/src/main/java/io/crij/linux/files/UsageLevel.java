package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A directory that is being counted. The upper ones stay open until all below is counted. A deeper
 * one reads all its entries first, is closed while one below is counted, and is found again by
 * "..".
 */
final class UsageLevel implements AutoCloseable {
  private static final int STAY_OPEN = 64;
  private static final int READ = OpenFlags.RDONLY | OpenFlags.DIRECTORY;

  private final boolean staysOpen;
  private final String object;
  private final FileStatus identity;
  private final DirectoryReader reader;
  private final Deque<ConfinedPath> kept = new ArrayDeque<>();
  private Fd fd;
  private boolean readAll;

  private UsageLevel(Fd fd, boolean staysOpen, String object, FileStatus identity) {
    this.fd = fd;
    this.staysOpen = staysOpen;
    this.object = object;
    this.identity = identity;
    this.reader = new DirectoryReader(fd, object);
  }

  /** Takes the descriptor over. */
  static UsageLevel of(Fd directory, int depth, String object) throws KernelException {
    try {
      FileStatus identity = FileStatus.of(directory.number(), object);
      return new UsageLevel(directory, depth < STAY_OPEN, object, identity);
    } catch (KernelException failure) {
      directory.close();
      throw failure;
    }
  }

  FileStatus identity() {
    return identity;
  }

  boolean staysOpen() {
    return staysOpen;
  }

  boolean isOpen() {
    return fd.isOpen();
  }

  int number() {
    return fd.number();
  }

  /** The next entry that was not read yet; a level that was closed has read all of its own. */
  Optional<DirectoryEntry> read() throws KernelException {
    Optional<DirectoryEntry> next = readAll ? Optional.empty() : nextUnlessRemoved();
    readAll = next.isEmpty();
    return next;
  }

  /** The kernel reads no directory that was removed after it was opened. */
  private Optional<DirectoryEntry> nextUnlessRemoved() throws KernelException {
    try {
      return reader.next();
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Remembers a directory in it for later; false when there is no room. */
  boolean keep(ConfinedPath directory, UsageNames names) {
    boolean room = names.take(directory);
    if (room) {
      kept.add(directory);
    }
    return room;
  }

  Optional<ConfinedPath> nextKept(UsageNames names) {
    Optional<ConfinedPath> next = Optional.ofNullable(kept.poll());
    next.ifPresent(names::giveBack);
    return next;
  }

  void forget(UsageNames names) {
    kept.forEach(names::giveBack);
    kept.clear();
  }

  void closeUnlessItStays() {
    if (!staysOpen) {
      fd.close();
    }
  }

  /** Opens this again as the parent of {@code below}; false when it is not that any more. */
  boolean reopenFrom(UsageLevel below) throws KernelException {
    long resolve = OpenFlags.RESOLVE_NO_XDEV | OpenFlags.RESOLVE_NO_SYMLINKS;
    Fd above;
    try {
      above = Resolver.open(below.number(), new byte[] {'.', '.', 0}, READ, resolve, object);
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOENT)) {
        return false;
      }
      throw failure;
    }
    fd = above;
    if (FileStatus.of(above.number(), object).sameObject(identity)) {
      return true;
    }
    above.close();
    return false;
  }

  @Override
  public void close() {
    fd.close();
  }
}
