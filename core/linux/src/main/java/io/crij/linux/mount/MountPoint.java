package io.crij.linux.mount;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Asks statx(2) (Linux 5.8), else the mount table. */
final class MountPoint {
  private static final int STATX_SIZE = 256;
  private static final int OFFSET_ATTRIBUTES = 8;
  private static final int OFFSET_KNOWN_ATTRIBUTES = 56;
  private static final long MOUNT_ROOT = 0x2000;

  private MountPoint() {}

  static boolean is(Path path) throws IOException {
    byte[] result = new byte[STATX_SIZE];
    int flags = MountCalls.AT_SYMLINK_NOFOLLOW | MountCalls.AT_NO_AUTOMOUNT;
    if (MountCalls.statx(MountCalls.AT_FDCWD, Text.of(path), flags, 0, result) < 0) {
      KernelException failure = KernelException.last("statx", path.toString());
      if (failure.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return false;
      }
      throw failure;
    }
    ByteBuffer statx = ByteBuffer.wrap(result).order(ByteOrder.nativeOrder());
    if ((statx.getLong(OFFSET_KNOWN_ATTRIBUTES) & MOUNT_ROOT) != 0) {
      return (statx.getLong(OFFSET_ATTRIBUTES) & MOUNT_ROOT) != 0;
    }
    return MountTable.read().at(path).isPresent();
  }
}
