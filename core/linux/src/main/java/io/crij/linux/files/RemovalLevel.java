package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.util.Optional;

/** A directory that is being emptied. */
final class RemovalLevel implements AutoCloseable {
  private static final int READ = OpenFlags.RDONLY | OpenFlags.DIRECTORY | OpenFlags.NOFOLLOW;
  private static final int PASSES = 256;

  private final ConfinedPath name;
  private final String object;
  private final FileStatus identity;
  private Fd fd;
  private DirectoryReader reader;
  private int passes;

  private RemovalLevel(ConfinedPath name, String object, Fd fd, FileStatus identity) {
    this.name = name;
    this.object = object;
    this.fd = fd;
    this.identity = identity;
    this.reader = new DirectoryReader(fd, object);
  }

  /** Empty when {@code name} is no directory or is gone; a mount point is refused. */
  static Optional<RemovalLevel> open(int directory, ConfinedPath name, String object)
      throws KernelException {
    long resolve = Resolver.BUILDING | OpenFlags.RESOLVE_NO_XDEV;
    try {
      Fd fd = Resolver.open(directory, name.nativeBytes(), READ, resolve, object);
      return Optional.of(new RemovalLevel(name, object, fd, identity(fd, object)));
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP)) {
        return Optional.empty();
      }
      if (failure.is(Errno.EXDEV)) {
        String detail = "its entry " + name + " is a mount point: unmount it first";
        throw new KernelException("remove", Errno.EXDEV, object, detail);
      }
      throw failure;
    }
  }

  private static FileStatus identity(Fd fd, String object) throws KernelException {
    try {
      return FileStatus.of(fd.number(), object);
    } catch (KernelException failure) {
      fd.close();
      throw failure;
    }
  }

  ConfinedPath name() {
    return name;
  }

  int number() {
    return fd.number();
  }

  boolean isOpen() {
    return fd.isOpen();
  }

  Optional<DirectoryEntry> next() throws KernelException {
    return reader.next();
  }

  /** Reads from the start again, when entries were missed or added. */
  void rewind() throws KernelException {
    if (++passes > PASSES) {
      throw new KernelException(
          "remove", Errno.ENOTEMPTY, object, "something keeps adding entries to " + name);
    }
    try (Fd old = fd) {
      replace(Resolver.open(old.number(), new byte[] {'.', 0}, READ, 0, object));
    }
  }

  /** Opens this again as the parent of {@code below}; false when it is not that any more. */
  boolean reopenFrom(RemovalLevel below) throws KernelException {
    long resolve = OpenFlags.RESOLVE_NO_XDEV | OpenFlags.RESOLVE_NO_SYMLINKS;
    Fd above = Resolver.open(below.number(), new byte[] {'.', '.', 0}, READ, resolve, object);
    if (!identity(above, object).sameObject(identity)) {
      above.close();
      return false;
    }
    replace(above);
    return true;
  }

  private void replace(Fd opened) {
    fd = opened;
    reader = new DirectoryReader(opened, object);
  }

  /** Gives the descriptor back; the level can be reopened. */
  @Override
  public void close() {
    fd.close();
  }
}
