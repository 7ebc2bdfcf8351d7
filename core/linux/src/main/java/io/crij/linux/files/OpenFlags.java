package io.crij.linux.files;

/** Flags of open(2) and openat2(2); four of them have other values on arm64. */
final class OpenFlags {
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  static final int RDONLY = 0;
  static final int WRONLY = 1;
  static final int CREAT = 0x40;
  static final int EXCL = 0x80;
  static final int NOCTTY = 0x100;
  static final int APPEND = 0x400;
  static final int NONBLOCK = 0x800;
  static final int DIRECTORY = ARM ? 0x4000 : 0x10000;
  static final int NOFOLLOW = ARM ? 0x8000 : 0x20000;
  static final int CLOEXEC = 0x80000;
  static final int PATH = 0x200000;

  static final long RESOLVE_NO_XDEV = 0x01;
  static final long RESOLVE_NO_MAGICLINKS = 0x02;
  static final long RESOLVE_NO_SYMLINKS = 0x04;
  static final long RESOLVE_BENEATH = 0x08;
  static final long RESOLVE_IN_ROOT = 0x10;

  private OpenFlags() {}
}
