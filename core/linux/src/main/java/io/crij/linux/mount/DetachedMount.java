package io.crij.linux.mount;

import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.nio.file.Path;

/** A mount that is nowhere yet; closing it without attaching it removes it. */
final class DetachedMount implements AutoCloseable {
  private final Fd fd;

  private DetachedMount(Fd fd) {
    this.fd = fd;
  }

  /** A copy of the mount at a path. */
  static DetachedMount cloneOf(Path source, boolean recursive) throws KernelException {
    return openTree(MountCalls.AT_FDCWD, Text.of(source), recursive, 0, source.toString());
  }

  /** A copy of the part of a mount that a descriptor (O_PATH will do) stands for. */
  static DetachedMount cloneOf(Fd source, boolean recursive) throws KernelException {
    int flags = MountCalls.AT_EMPTY_PATH;
    return openTree(source.number(), Text.EMPTY, recursive, flags, source.toString());
  }

  private static DetachedMount openTree(
      int directory, byte[] path, boolean recursive, int flags, String object)
      throws KernelException {
    long all =
        (long) flags
            | MountCalls.OPEN_TREE_CLONE
            | MountCalls.CLOEXEC
            | (recursive ? MountCalls.AT_RECURSIVE : 0);
    long fd = MountCalls.syscall(MountCalls.SYS_OPEN_TREE, directory, path, all);
    if (fd < 0) {
      throw KernelException.last("open_tree", object);
    }
    return new DetachedMount(Fd.adopt((int) fd));
  }

  static DetachedMount of(FileSystemContext context, long attributes) throws KernelException {
    return new DetachedMount(context.mount(attributes));
  }

  void setReadOnly(boolean recursive) throws KernelException {
    MountAttributes.setReadOnly(fd.number(), Text.EMPTY, recursive, "a mount being made");
  }

  void attach(Path target) throws KernelException {
    move(MountCalls.AT_FDCWD, Text.of(target), 0, target.toString());
  }

  void attach(Fd target) throws KernelException {
    move(target.number(), Text.EMPTY, MountCalls.MOVE_MOUNT_T_EMPTY_PATH, target.toString());
  }

  private void move(int to, byte[] toPath, int flags, String object) throws KernelException {
    long all = (long) flags | MountCalls.MOVE_MOUNT_F_EMPTY_PATH;
    if (MountCalls.syscall(MountCalls.SYS_MOVE_MOUNT, fd.number(), Text.EMPTY, to, toPath, all)
        < 0) {
      throw KernelException.last("move_mount", object);
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
