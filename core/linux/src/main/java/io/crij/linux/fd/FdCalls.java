package io.crij.linux.fd;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** libc calls of this package; every one returns -1 and sets errno when it fails. */
final class FdCalls {
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int F_GETFL = 3;
  static final int F_SETFL = 4;
  static final int F_DUPFD_CLOEXEC = 1030;
  static final int EFD_CLOEXEC = O_CLOEXEC;
  static final int EFD_NONBLOCK = O_NONBLOCK;
  static final short POLLIN = 1;
  static final short POLLOUT = 4;

  static {
    Native.register(FdCalls.class, NativeLibrary.getProcess());
  }

  private FdCalls() {}

  static native int close(int fd);

  static native int fcntl(int fd, int command, long argument);

  static native int pipe2(int[] ends, int flags);

  static native int eventfd(int initial, int flags);

  static native long read(int fd, byte[] buffer, long length);

  static native long write(int fd, byte[] buffer, long length);

  /** By address, for direct buffers: nothing is copied. */
  static native long read(int fd, long address, long length);

  static native long write(int fd, long address, long length);

  /** The structs are packed as {fd, events | revents << 16} pairs, which is little-endian order. */
  static native int poll(int[] fds, long count, int timeoutMillis);
}
