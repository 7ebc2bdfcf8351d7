package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.nio.charset.StandardCharsets;

/**
 * Opens an object that an O_PATH descriptor already pins, after its type is known: opening a device
 * or FIFO can have effects or wait, and nothing can be exchanged between the look and the opening.
 */
final class Reopen {
  private Reopen() {}

  static Fd regular(Fd pinned, int access, String object) throws KernelException {
    PlatformThread.require();
    FileStatus status = FileStatus.of(pinned.number(), object);
    if (!status.isRegular()) {
      throw new KernelException(
          "open", Errno.EINVAL, object, "it is a " + status.type() + ", not a regular file");
    }
    int flags = access | OpenFlags.NONBLOCK | OpenFlags.NOCTTY | OpenFlags.CLOEXEC;
    int fd = FileCalls.open(procPath(pinned), flags);
    if (fd < 0) {
      throw KernelException.last("open", object);
    }
    return Fd.adopt(fd);
  }

  /** The link in /proc that the kernel resolves to this very object, for calls that want a path. */
  static byte[] procPath(Fd pinned) {
    return ("/proc/self/fd/" + pinned.number() + "\0").getBytes(StandardCharsets.US_ASCII);
  }
}
