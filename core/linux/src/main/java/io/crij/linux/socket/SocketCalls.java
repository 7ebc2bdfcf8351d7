package io.crij.linux.socket;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** libc calls of this package; every one returns -1 and sets errno when it fails. */
final class SocketCalls {
  static final int AF_UNIX = 1;
  static final int SOCK_SEQPACKET = 5;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int O_PATH = 0x200000;
  static final int O_DIRECTORY = 0x10000;
  static final int O_CLOEXEC = 0x80000;
  static final int SHUT_WR = 1;

  static {
    Native.register(SocketCalls.class, NativeLibrary.getProcess());
  }

  private SocketCalls() {}

  static native int open(byte[] path, int flags);

  static native int socket(int family, int type, int protocol);

  static native int connect(int fd, byte[] address, int length);

  static native int shutdown(int fd, int how);
}
