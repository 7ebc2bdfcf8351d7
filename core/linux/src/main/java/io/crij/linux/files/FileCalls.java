package io.crij.linux.files;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * libc calls of this package; every one returns -1 and sets errno when it fails. Paths are bytes
 * with a trailing NUL, because names on Linux need not be UTF-8. Flag values that differ between
 * architectures are in {@link OpenFlags}.
 */
final class FileCalls {
  static final int SEEK_SET = 0;
  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;
  static final int AT_NO_AUTOMOUNT = 0x800;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int RENAME_NOREPLACE = 1;

  /** The same number on every architecture. */
  static final long SYS_OPENAT2 = 437;

  static {
    Native.register(FileCalls.class, NativeLibrary.getProcess());
  }

  private FileCalls() {}

  /** openat2(2): {@code how} is struct open_how, {flags, mode, resolve}. */
  static native long syscall(long number, long directory, byte[] path, long[] how, long size);

  static native int open(byte[] path, int flags);

  static native int statx(int directory, byte[] path, int flags, int mask, byte[] result);

  static native int fstatfs(int fd, byte[] result);

  static native int mkdirat(int directory, byte[] name, int mode);

  static native int mknodat(int directory, byte[] name, int mode, long device);

  static native int symlinkat(byte[] target, int directory, byte[] name);

  static native int linkat(int from, byte[] oldName, int to, byte[] newName, int flags);

  static native int renameat2(int from, byte[] oldName, int to, byte[] newName, int flags);

  static native int unlinkat(int directory, byte[] name, int flags);

  static native long readlinkat(int directory, byte[] name, byte[] target, long size);

  static native long getdents64(int fd, byte[] buffer, long size);

  static native int fchown(int fd, int uid, int gid);

  static native int fchownat(int directory, byte[] name, int uid, int gid, int flags);

  static native int fchmod(int fd, int mode);

  static native int chmod(byte[] path, int mode);

  /** {@code times} is {atime seconds, nanoseconds, mtime seconds, nanoseconds}. */
  static native int futimens(int fd, long[] times);

  static native int utimensat(int directory, byte[] path, long[] times, int flags);

  static native int setxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

  static native long getxattr(byte[] path, byte[] name, byte[] value, long size);

  static native long listxattr(byte[] path, byte[] names, long size);

  static native int fsetxattr(int fd, byte[] name, byte[] value, long size, int flags);

  static native int ftruncate(int fd, long length);

  static native long lseek(int fd, long offset, int whence);

  static native int fsync(int fd);

  static native int fdatasync(int fd);

  static native int syncfs(int fd);
}
