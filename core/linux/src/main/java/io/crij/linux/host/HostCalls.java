package io.crij.linux.host;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** libc calls of this package; every one returns -1 and sets errno when it fails. */
final class HostCalls {
  static {
    Native.register(HostCalls.class, NativeLibrary.getProcess());
  }

  private HostCalls() {}

  static native int statvfs(byte[] path, byte[] result);
}
