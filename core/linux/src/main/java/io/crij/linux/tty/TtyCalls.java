package io.crij.linux.tty;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** libc calls of this package; every one returns -1 and sets errno when it fails. */
final class TtyCalls {
  static final int O_RDWR = 2;
  static final int O_NOCTTY = 0x100;
  static final int O_CLOEXEC = 0x80000;
  static final long TCGETS = 0x5401;
  static final long TCSETS = 0x5402;
  static final long TIOCGWINSZ = 0x5413;
  static final long TIOCSWINSZ = 0x5414;
  static final long TIOCSPTLCK = 0x40045431;
  static final long TIOCGPTPEER = 0x5441;

  static {
    Native.register(TtyCalls.class, NativeLibrary.getProcess());
  }

  private TtyCalls() {}

  static native int open(byte[] path, int flags);

  static native int ioctl(int fd, long request, byte[] argument);

  /** With a number instead of a pointer. */
  static native int ioctl(int fd, long request, long argument);
}
