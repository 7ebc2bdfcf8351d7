package io.crij.linux.mount;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** libc calls of this package; every one returns -1 and sets errno when it fails. */
final class MountCalls {
  static final int AT_FDCWD = -100;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int AT_RECURSIVE = 0x8000;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_NO_AUTOMOUNT = 0x800;

  static final long MS_RDONLY = 1;
  static final long MS_NOSUID = 2;
  static final long MS_NODEV = 4;
  static final long MS_NOEXEC = 8;
  static final long MS_REMOUNT = 0x20;
  static final long MS_BIND = 0x1000;
  static final long MS_REC = 0x4000;
  static final long MS_PRIVATE = 1 << 18;
  static final int MNT_DETACH = 2;
  static final int UMOUNT_NOFOLLOW = 8;

  /** The numbers of the mount API are the same on every architecture. */
  static final long SYS_OPEN_TREE = 428;

  static final long SYS_MOVE_MOUNT = 429;
  static final long SYS_FSOPEN = 430;
  static final long SYS_FSCONFIG = 431;
  static final long SYS_FSMOUNT = 432;
  static final long SYS_MOUNT_SETATTR = 442;

  static final int OPEN_TREE_CLONE = 1;
  static final int CLOEXEC = 0x80000;
  static final int MOVE_MOUNT_F_EMPTY_PATH = 0x4;
  static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;
  static final int FSOPEN_CLOEXEC = 1;
  static final int FSMOUNT_CLOEXEC = 1;
  static final int FSCONFIG_SET_STRING = 1;
  static final int FSCONFIG_CMD_CREATE = 6;
  static final long MOUNT_ATTR_RDONLY = 1;

  static {
    Native.register(MountCalls.class, NativeLibrary.getProcess());
  }

  private MountCalls() {}

  static native int mount(byte[] source, byte[] target, byte[] type, long flags, byte[] data);

  static native int umount2(byte[] target, int flags);

  static native int open(byte[] path, int flags);

  /** Of the calling thread, once that has parted from its process (unshare(CLONE_FS)). */
  static native int chdir(byte[] path);

  static native long read(int fd, byte[] buffer, long length);

  static native int statx(int directory, byte[] path, int flags, int mask, byte[] result);

  /** fsopen(2). */
  static native long syscall(long number, byte[] type, long flags);

  /** fsconfig(2). */
  static native long syscall(
      long number, long fd, long command, byte[] key, byte[] value, long aux);

  /** fsmount(2). */
  static native long syscall(long number, long fd, long flags, long attributes);

  /** open_tree(2). */
  static native long syscall(long number, long directory, byte[] path, long flags);

  /** move_mount(2). */
  static native long syscall(
      long number, long from, byte[] fromPath, long to, byte[] toPath, long flags);

  /** mount_setattr(2); {@code attributes} is {set, clear, propagation, user namespace}. */
  static native long syscall(
      long number, long directory, byte[] path, long flags, long[] attributes, long size);
}
