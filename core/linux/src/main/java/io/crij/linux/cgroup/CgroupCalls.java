package io.crij.linux.cgroup;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** libc calls of this package; they return -1 and set errno when they fail. */
final class CgroupCalls {
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_CLOEXEC = 0x80000;

  static {
    Native.register(CgroupCalls.class, NativeLibrary.getProcess());
  }

  private CgroupCalls() {}

  static native int open(byte[] path, int flags);
}
