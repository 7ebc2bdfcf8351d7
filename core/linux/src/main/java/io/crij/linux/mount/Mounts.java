package io.crij.linux.mount;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes and removes mounts in the mount namespace of the calling thread. Sources and targets given
 * as paths are absolute and ours; what a tenant can exchange is given as a descriptor. All calls
 * can sleep: platform threads only.
 */
public final class Mounts {
  /** Stacked by a retry after a crash; more than this is no accident. */
  private static final int MOST_STACKED = 64;

  private Mounts() {}

  public static void bind(Path source, Path target, boolean recursive) throws KernelException {
    PlatformThread.require();
    try (DetachedMount mount = DetachedMount.cloneOf(source, recursive)) {
      mount.attach(target);
    }
  }

  /** Read-only from the first moment on. */
  public static void bindReadOnly(Path source, Path target, boolean recursive)
      throws KernelException {
    PlatformThread.require();
    try (DetachedMount mount = DetachedMount.cloneOf(source, recursive)) {
      mount.setReadOnly(recursive);
      mount.attach(target);
    }
  }

  /** Binds the very object that a descriptor pins, whatever its path leads to by now. */
  public static void bindFd(Fd source, Path target) throws KernelException {
    PlatformThread.require();
    try (DetachedMount mount = DetachedMount.cloneOf(source, false)) {
      mount.attach(target);
    }
  }

  /** As {@link #bindFd(Fd, Path)}, with the target pinned too. */
  public static void bindFd(Fd source, Fd target) throws KernelException {
    PlatformThread.require();
    try (DetachedMount mount = DetachedMount.cloneOf(source, false)) {
      mount.attach(target);
    }
  }

  /** A tmpfs with nosuid, nodev and noexec. */
  public static void tmpfs(Path target, long sizeBytes, int mode) throws KernelException {
    PlatformThread.require();
    if (sizeBytes <= 0) {
      throw new IllegalArgumentException("a tmpfs of " + sizeBytes + " bytes (0 is no limit)");
    }
    byte[] type = Text.of("tmpfs");
    byte[] options = Text.of("size=" + sizeBytes + ",mode=0" + Integer.toOctalString(mode));
    long flags = MountCalls.MS_NOSUID | MountCalls.MS_NODEV | MountCalls.MS_NOEXEC;
    check("mount tmpfs", target, MountCalls.mount(type, Text.of(target), type, flags, options));
  }

  public static void overlay(OverlayRequest request) throws KernelException {
    PlatformThread.require();
    Overlay.mount(request);
  }

  /** Mounts below {@code target} are copied neither to nor from other namespaces any more. */
  public static void makePrivate(Path target) throws KernelException {
    PlatformThread.require();
    byte[] none = Text.EMPTY;
    long flags = MountCalls.MS_PRIVATE;
    check("mount(private)", target, MountCalls.mount(none, Text.of(target), none, flags, none));
  }

  /** Makes a directory a private mount of itself, once; for directories that hold mounts. */
  public static void makePrivateMount(Path directory) throws IOException {
    if (!isMountPoint(directory)) {
      bind(directory, directory, true);
    }
    makePrivate(directory);
  }

  /** Makes a mount read-only, with those below it if asked (Linux 5.12). */
  public static void setReadOnly(Path target, boolean recursive) throws KernelException {
    PlatformThread.require();
    MountAttributes.setReadOnly(target, recursive);
  }

  /**
   * Removes all mounts stacked at {@code target}; success when there is none, or no such path. A
   * symbolic link at the end is not followed.
   *
   * @param lazy gone from the tree at once, released when its last user is
   */
  public static void unmount(Path target, boolean lazy) throws IOException {
    PlatformThread.require();
    int flags = MountCalls.UMOUNT_NOFOLLOW | (lazy ? MountCalls.MNT_DETACH : 0);
    for (int count = 0; count < MOST_STACKED; count++) {
      if (MountCalls.umount2(Text.of(target), flags) < 0) {
        KernelException failure = KernelException.last("umount2", target.toString());
        if (failure.is(Errno.ENOENT, Errno.ENOTDIR)) {
          return;
        }
        // EINVAL is "no mount point", but also "locked" (another user namespace owns it).
        if (failure.is(Errno.EINVAL) && !isMountPoint(target)) {
          return;
        }
        throw failure;
      }
    }
    throw new KernelException(
        "umount2", Errno.EBUSY, target.toString(), "something keeps mounting there");
  }

  /** Whether a mount begins at {@code path}, not following a link at its end. */
  public static boolean isMountPoint(Path path) throws IOException {
    PlatformThread.require();
    return MountPoint.is(path);
  }

  private static void check(String call, Path target, int result) throws KernelException {
    if (result < 0) {
      throw KernelException.last(call, target.toString());
    }
  }
}
