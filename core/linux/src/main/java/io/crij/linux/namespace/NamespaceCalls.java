package io.crij.linux.namespace;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** libc calls of this package; every one returns -1 and sets errno when it fails. */
final class NamespaceCalls {
  static final int CLONE_FS = 0x200;
  static final int O_CLOEXEC = 0x80000;
  static final int O_NONBLOCK = 0x800;
  static final int AF_INET = 2;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_CLOEXEC = O_CLOEXEC;
  static final long SIOCGIFFLAGS = 0x8913;
  static final long SIOCSIFFLAGS = 0x8914;
  static final long NS_GET_NSTYPE = 0xb703;

  static {
    Native.register(NamespaceCalls.class, NativeLibrary.getProcess());
  }

  private NamespaceCalls() {}

  static native int unshare(int flags);

  static native int setns(int fd, int kind);

  static native int sethostname(byte[] name, long length);

  static native int open(byte[] path, int flags);

  static native int socket(int family, int type, int protocol);

  static native int ioctl(int fd, long request, byte[] argument);
}
