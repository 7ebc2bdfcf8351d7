package io.crij.linux.mount;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import java.nio.file.Path;

/** Attributes of existing mounts by mount_setattr(2), Linux 5.12, or by mount(2) before. */
final class MountAttributes {
  private static final long STRUCT_SIZE = 32;

  private MountAttributes() {}

  static void setReadOnly(Path target, boolean recursive) throws KernelException {
    try {
      setReadOnly(MountCalls.AT_FDCWD, Text.of(target), recursive, target.toString());
    } catch (KernelException failure) {
      if (!failure.is(Errno.ENOSYS) || recursive) {
        throw failure;
      }
      remount(target);
    }
  }

  static void setReadOnly(int directory, byte[] path, boolean recursive, String object)
      throws KernelException {
    long flags =
        (long) (recursive ? MountCalls.AT_RECURSIVE : 0)
            | (path.length == 1 ? MountCalls.AT_EMPTY_PATH : 0);
    long[] attributes = {MountCalls.MOUNT_ATTR_RDONLY, 0, 0, 0};
    if (MountCalls.syscall(
            MountCalls.SYS_MOUNT_SETATTR, directory, path, flags, attributes, STRUCT_SIZE)
        < 0) {
      throw KernelException.last("mount_setattr(read-only)", object);
    }
  }

  private static void remount(Path target) throws KernelException {
    long flags = MountCalls.MS_REMOUNT | MountCalls.MS_BIND | MountCalls.MS_RDONLY;
    if (MountCalls.mount(Text.EMPTY, Text.of(target), Text.EMPTY, flags, Text.EMPTY) < 0) {
      throw KernelException.last("mount(remount read-only)", target.toString());
    }
  }
}
