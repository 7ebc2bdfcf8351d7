package io.crij.linux.errno;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** strerror(3): thread-safe since glibc 2.32, and this process never calls setlocale(3). */
final class ErrnoCalls {
  static {
    Native.register(ErrnoCalls.class, NativeLibrary.getProcess());
  }

  private ErrnoCalls() {}

  static native String strerror(int errno);
}
