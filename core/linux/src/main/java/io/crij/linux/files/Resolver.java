package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.util.Arrays;

/** openat2(2) and what its errors mean. */
final class Resolver {
  /** Below the root, through real directories only. */
  static final long BUILDING =
      OpenFlags.RESOLVE_BENEATH | OpenFlags.RESOLVE_NO_SYMLINKS | OpenFlags.RESOLVE_NO_MAGICLINKS;

  /** As a process whose root directory this is. */
  static final long IN_ROOT = OpenFlags.RESOLVE_IN_ROOT | OpenFlags.RESOLVE_NO_MAGICLINKS;

  /** PATH_MAX without the NUL and with room to spare. */
  private static final int LONGEST_PATH = 4000;

  private static final int RACES = 256;

  private Resolver() {}

  /** One openat2(2), repeated when a rename nearby made the kernel unsure. */
  static Fd open(int directory, byte[] path, int flags, long resolve, String object)
      throws KernelException {
    PlatformThread.require();
    long mode = (flags & OpenFlags.CREAT) == 0 ? 0 : 0600;
    long[] how = {(long) flags | OpenFlags.CLOEXEC, mode, resolve};
    for (int attempt = 1; ; attempt++) {
      long fd = FileCalls.syscall(FileCalls.SYS_OPENAT2, directory, path, how, 24);
      if (fd >= 0) {
        return Fd.adopt((int) fd);
      }
      KernelException failure = KernelException.last("openat2", object);
      if (!failure.is(Errno.EINTR, Errno.EAGAIN) || attempt == RACES) {
        throw explained(failure);
      }
    }
  }

  /**
   * A directory for {@code *at} calls; paths longer than the kernel's limit are walked in parts.
   */
  static Fd openDirectory(int root, ConfinedPath path, long resolve, String object)
      throws KernelException {
    int flags = OpenFlags.PATH | OpenFlags.DIRECTORY;
    // Parts of a path with links in it would have another root each.
    if (path.length() <= LONGEST_PATH || resolve != BUILDING) {
      return open(root, path.nativeBytes(), flags, resolve, object);
    }
    byte[] bytes = path.bytes();
    Fd current = open(root, new byte[] {'.', 0}, flags, resolve, object);
    for (int start = 0; start < bytes.length; ) {
      int end = endOfPart(bytes, start);
      byte[] part = Arrays.copyOf(Arrays.copyOfRange(bytes, start, end), end - start + 1);
      try (Fd above = current) {
        current = open(above.number(), part, flags, resolve, object);
      }
      start = end + 1;
    }
    return current;
  }

  private static int endOfPart(byte[] bytes, int start) {
    if (bytes.length - start <= LONGEST_PATH) {
      return bytes.length;
    }
    int end = start + LONGEST_PATH;
    while (end > start && bytes[end] != '/') {
      end--;
    }
    // A single component of that length: the kernel says ENAMETOOLONG.
    return end == start ? bytes.length : end;
  }

  private static KernelException explained(KernelException failure) {
    String detail =
        switch (failure.errno()) {
          case Errno.ENOSYS -> "CRI-J needs openat2(2): run it on Linux 5.6 or later";
          case Errno.EXDEV -> "the path leads out of its root or over a mount point";
          case Errno.ELOOP -> "a symbolic link stands where none may be followed";
          default -> "";
        };
    return detail.isEmpty()
        ? failure
        : new KernelException(failure.call(), failure.errno(), failure.object(), detail);
  }
}
