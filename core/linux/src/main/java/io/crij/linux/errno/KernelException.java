package io.crij.linux.errno;

import com.sun.jna.Native;
import java.io.IOException;

/**
 * A system call failed. The message names the call, the object and the error: {@code mount /x: No
 * space left on device (ENOSPC)}.
 */
public final class KernelException extends IOException {
  private final String call;
  private final int errno;
  private final String object;

  public KernelException(String call, int errno, String object) {
    this(call, errno, object, "");
  }

  /** With what the kernel or this layer has to say beyond the error number; empty for nothing. */
  public KernelException(String call, int errno, String object, String detail) {
    super(
        call
            + (object.isEmpty() ? "" : " " + object)
            + ": "
            + Errno.describe(errno)
            + (detail.isEmpty() ? "" : "; " + detail));
    this.call = call;
    this.errno = errno;
    this.object = object;
  }

  /** For the error of the native call that this thread made last. */
  public static KernelException last(String call, String object) {
    return new KernelException(call, Native.getLastError(), object);
  }

  public String call() {
    return call;
  }

  public int errno() {
    return errno;
  }

  public String object() {
    return object;
  }

  /** Whether the error number is one of these. */
  public boolean is(int... errnos) {
    for (int candidate : errnos) {
      if (candidate == errno) {
        return true;
      }
    }
    return false;
  }
}
