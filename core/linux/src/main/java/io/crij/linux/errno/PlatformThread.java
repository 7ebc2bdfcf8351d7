package io.crij.linux.errno;

/**
 * A native call pins the carrier of a virtual thread, so one that can sleep must not start there.
 */
public final class PlatformThread {
  private PlatformThread() {}

  /**
   * @throws IllegalStateException on a virtual thread
   */
  public static void require() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "a system call that can sleep was made on a virtual thread; use a pool of platform"
              + " threads");
    }
  }
}
