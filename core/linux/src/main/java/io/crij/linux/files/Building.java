package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.io.IOException;
import java.util.Arrays;

/** Makes, moves and removes objects by the descriptor of the directory they are in. */
final class Building {
  private final Parents parents;

  Building(Parents parents) {
    this.parents = parents;
  }

  private interface Call {
    int run(int directory, byte[] name);
  }

  private void call(String call, ConfinedPath path, Call body) throws IOException {
    requireName(call, path);
    byte[] name = path.name().nativeBytes();
    parents.within(
        path.parent(),
        call,
        directory -> {
          if (body.run(directory, name) < 0) {
            throw KernelException.last(call, parents.describe(path));
          }
          return true;
        });
  }

  private void requireName(String call, ConfinedPath path) throws KernelException {
    if (path.isRoot()) {
      throw new KernelException(
          call, Errno.EINVAL, parents.describe(path), "the path names the root itself");
    }
    if (path.name().hasParentReference()) {
      throw new KernelException(
          call, Errno.EXDEV, parents.describe(path), "\"..\" has no place here");
    }
  }

  void mkdir(ConfinedPath path, int mode) throws IOException {
    call("mkdirat", path, (directory, name) -> FileCalls.mkdirat(directory, name, 0700));
    setMode(path, mode);
  }

  void mkdirs(ConfinedPath path, int mode) throws IOException {
    if (isDirectory(path)) {
      return;
    }
    if (!isDirectory(path.parent())) {
      ConfinedPath above = ConfinedPath.ROOT;
      for (ConfinedPath component : path.parent().components()) {
        above = above.resolve(component);
        mkdirIfAbsent(above, mode);
      }
    }
    mkdirIfAbsent(path, mode);
  }

  private void mkdirIfAbsent(ConfinedPath path, int mode) throws IOException {
    if (isDirectory(path)) {
      return;
    }
    try {
      mkdir(path, mode);
    } catch (KernelException failure) {
      if (!failure.is(Errno.EEXIST) || !isDirectory(path)) {
        throw failure;
      }
    }
  }

  private boolean isDirectory(ConfinedPath path) throws IOException {
    try {
      return parents.within(path, "mkdirs", directory -> true);
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOENT) && !path.isRoot()) {
        return false;
      }
      throw failure;
    }
  }

  ConfinedFile createFile(ConfinedPath path, int mode) throws IOException {
    int flags = OpenFlags.WRONLY | OpenFlags.CREAT | OpenFlags.EXCL | OpenFlags.NOFOLLOW;
    ConfinedFile file = new ConfinedFile(open(path, flags), parents.describe(path));
    try {
      file.setMode(mode);
      return file;
    } catch (KernelException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  /** An existing file is pinned and looked at before it is opened, so no FIFO or device ever is. */
  ConfinedFile appendFile(ConfinedPath path, int mode) throws IOException {
    try {
      return createFile(path, mode);
    } catch (KernelException failure) {
      if (!failure.is(Errno.EEXIST)) {
        throw failure;
      }
    }
    String object = parents.describe(path);
    try (Fd pinned = open(path, OpenFlags.PATH | OpenFlags.NOFOLLOW)) {
      FileStatus status = FileStatus.of(pinned.number(), object);
      if (status.isRegular() && status.nlink() != 1) {
        throw new KernelException("open", Errno.EMLINK, object, "it has a second name elsewhere");
      }
      if (status.uid() != 0) {
        throw new KernelException("open", Errno.EPERM, object, "it does not belong to root");
      }
      int access = OpenFlags.WRONLY | OpenFlags.APPEND;
      return new ConfinedFile(Reopen.regular(pinned, access, object), object);
    }
  }

  /** The object itself, a symbolic link too. */
  ConfinedObject object(ConfinedPath path) throws IOException {
    int flags = OpenFlags.PATH | OpenFlags.NOFOLLOW;
    String object = parents.describe(path);
    return path.isRoot()
        ? new ConfinedObject(
            parents.within(
                path, "openat2", root -> Resolver.open(root, path.nativeBytes(), flags, 0, object)),
            object)
        : new ConfinedObject(open(path, flags), object);
  }

  /** A directory below, for reading. */
  Fd openDirectory(ConfinedPath path) throws IOException {
    int flags = OpenFlags.RDONLY | OpenFlags.DIRECTORY | OpenFlags.NOFOLLOW;
    byte[] self = {'.', 0};
    return parents.within(
        path,
        "openat2",
        directory -> Resolver.open(directory, self, flags, 0, parents.describe(path)));
  }

  private Fd open(ConfinedPath path, int flags) throws IOException {
    requireName("openat2", path);
    byte[] name = path.name().nativeBytes();
    String object = parents.describe(path);
    // O_PATH with O_NOFOLLOW wants the link itself, which RESOLVE_NO_SYMLINKS allows.
    return parents.within(
        path.parent(),
        "openat2",
        directory -> Resolver.open(directory, name, flags, Resolver.BUILDING, object));
  }

  void symlink(byte[] target, ConfinedPath path) throws IOException {
    byte[] text = Arrays.copyOf(target, target.length + 1);
    for (byte b : target) {
      if (b == 0) {
        throw new KernelException(
            "symlinkat", Errno.EINVAL, parents.describe(path), "there is a NUL in its target");
      }
    }
    call("symlinkat", path, (directory, name) -> FileCalls.symlinkat(text, directory, name));
  }

  void hardLink(ConfinedPath existing, ConfinedPath path) throws IOException {
    pair(
        "linkat",
        existing,
        path,
        (from, old, to, name) -> FileCalls.linkat(from, old, to, name, 0));
  }

  void rename(ConfinedPath from, ConfinedPath to, boolean replace) throws IOException {
    int flags = replace ? 0 : FileCalls.RENAME_NOREPLACE;
    pair(
        "renameat2",
        from,
        to,
        (old, oldName, directory, name) ->
            FileCalls.renameat2(old, oldName, directory, name, flags));
    parents.forget(from);
    parents.forget(to);
  }

  private interface PairCall {
    int run(int from, byte[] oldName, int to, byte[] newName);
  }

  private void pair(String call, ConfinedPath from, ConfinedPath to, PairCall body)
      throws IOException {
    requireName(call, from);
    byte[] oldName = from.name().nativeBytes();
    parents.within(
        from.parent(),
        call,
        old -> {
          call(call, to, (directory, name) -> body.run(old, oldName, directory, name));
          return true;
        });
  }

  void mknod(ConfinedPath path, FileType type, int mode, DeviceNumber device) throws IOException {
    int typeAndMode = type.bits() | 0600;
    call(
        "mknodat",
        path,
        (directory, name) -> FileCalls.mknodat(directory, name, typeAndMode, device.encoded()));
    setMode(path, mode);
  }

  private void setMode(ConfinedPath path, int mode) throws IOException {
    // The process's umask applies to mkdir(2) and mknod(2), so the mode is set afterwards.
    try (ConfinedObject made = object(path)) {
      made.setMode(mode);
    }
  }

  void unlink(ConfinedPath path, int flags) throws IOException {
    call("unlinkat", path, (directory, name) -> FileCalls.unlinkat(directory, name, flags));
    parents.forget(path);
  }

  void removeTree(ConfinedPath path) throws IOException {
    requireName("remove", path);
    parents.forget(path);
    try {
      parents.within(
          path.parent(),
          "remove",
          directory -> {
            TreeRemoval.remove(directory, path.name(), parents.describe(path));
            return true;
          });
    } catch (KernelException failure) {
      if (!failure.is(Errno.ENOENT)) {
        throw failure;
      }
    }
  }
}
