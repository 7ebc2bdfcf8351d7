package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdIo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What a process whose root directory this is would see at a path. */
final class Lookups {
  private static final int LONGEST_LINK = 4096;

  private final Fd root;
  private final Parents names;

  Lookups(Fd root, Parents names) {
    this.root = root;
    this.names = names;
  }

  Optional<Fd> lookup(ConfinedPath path, Kind kind) throws KernelException {
    int flags = kind == Kind.DIRECTORY ? OpenFlags.RDONLY | OpenFlags.DIRECTORY : OpenFlags.PATH;
    Optional<Fd> found = find(path, flags);
    return found.isPresent() && kind == Kind.REGULAR
        ? Optional.of(readable(found.get(), path))
        : found;
  }

  private Optional<Fd> find(ConfinedPath path, int flags) throws KernelException {
    try {
      String object = names.describe(path);
      return Optional.of(
          Resolver.open(root.number(), path.nativeBytes(), flags, Resolver.IN_ROOT, object));
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Closes {@code pinned}; opens the file behind it only when it is a regular one. */
  private Fd readable(Fd pinned, ConfinedPath path) throws KernelException {
    try (pinned) {
      return Reopen.regular(pinned, OpenFlags.RDONLY, names.describe(path));
    }
  }

  Optional<FileStatus> status(ConfinedPath path, boolean followLast) throws KernelException {
    Optional<Fd> found = find(path, OpenFlags.PATH | (followLast ? 0 : OpenFlags.NOFOLLOW));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Fd object = found.get()) {
      return Optional.of(FileStatus.of(object.number(), names.describe(path)));
    }
  }

  Optional<byte[]> readRegular(ConfinedPath path, int maxBytes) throws KernelException {
    Optional<Fd> found = lookup(path, Kind.REGULAR);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Fd file = found.get()) {
      return Optional.of(readAll(file, maxBytes, names.describe(path)));
    }
  }

  Optional<byte[]> readTail(ConfinedPath path, int maxBytes) throws KernelException {
    Optional<Fd> found = lookup(path, Kind.REGULAR);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String object = names.describe(path);
    try (Fd file = found.get()) {
      long start = FileStatus.of(file.number(), object).size() - maxBytes;
      if (start > 0 && FileCalls.lseek(file.number(), start, FileCalls.SEEK_SET) < 0) {
        throw KernelException.last("lseek", object);
      }
      return Optional.of(readAll(file, maxBytes, object));
    }
  }

  private static byte[] readAll(Fd file, int maxBytes, String object) throws KernelException {
    long size = FileStatus.of(file.number(), object).size();
    byte[] content = new byte[(int) Math.min(size, maxBytes) + 1];
    byte[] block = new byte[(int) Math.min(content.length, 64L * 1024)];
    int length = 0;
    while (true) {
      int count = FdIo.read(file, block, block.length);
      if (count == 0) {
        return Arrays.copyOf(content, length);
      }
      if (count > maxBytes - length) {
        throw new KernelException(
            "read", Errno.EFBIG, object, "at most " + maxBytes + " bytes are read");
      }
      if (length + count > content.length) {
        content = Arrays.copyOf(content, (int) Math.min(2L * content.length + count, maxBytes));
      }
      System.arraycopy(block, 0, content, length, count);
      length += count;
    }
  }

  Optional<byte[]> readLink(ConfinedPath path) throws KernelException {
    Optional<Fd> found = find(path, OpenFlags.PATH | OpenFlags.NOFOLLOW);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Fd link = found.get()) {
      byte[] target = new byte[LONGEST_LINK];
      long length = FileCalls.readlinkat(link.number(), new byte[1], target, target.length);
      if (length < 0) {
        KernelException failure = KernelException.last("readlinkat", names.describe(path));
        // What the kernel says of an object that is no link.
        if (failure.is(Errno.ENOENT, Errno.EINVAL)) {
          return Optional.empty();
        }
        throw failure;
      }
      return Optional.of(Arrays.copyOf(target, (int) length));
    }
  }

  static byte[] nulTerminated(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }
}
