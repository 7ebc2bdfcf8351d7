package io.crij.linux.files;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An object of any type, pinned by an O_PATH descriptor. The kernel has no chmod, utimens or xattr
 * call for such a descriptor; those go through its link in /proc/self/fd, which leads to the pinned
 * inode itself, a symbolic link included, and to nothing else. The l-variants (lsetxattr...) would
 * change that link in /proc instead.
 */
public final class ConfinedObject implements AutoCloseable {
  private static final int LARGEST_XATTR = 64 * 1024;

  private final Fd fd;
  private final String object;

  ConfinedObject(Fd fd, String object) {
    this.fd = fd;
    this.object = object;
  }

  public Fd fd() {
    return fd;
  }

  public FileStatus status() throws KernelException {
    return FileStatus.of(fd.number(), object);
  }

  /** Owner, mode (not of a symbolic link, which has none) and times. */
  public void apply(ObjectAttributes attributes) throws KernelException {
    setOwner(attributes.uid(), attributes.gid());
    if (status().type() != FileType.SYMLINK) {
      setMode(attributes.mode());
    }
    setTimes(attributes.mtime());
  }

  public void setOwner(long uid, long gid) throws KernelException {
    PlatformThread.require();
    int owner = ObjectAttributes.requireId(uid);
    int group = ObjectAttributes.requireId(gid);
    byte[] self = {0};
    check("fchownat", FileCalls.fchownat(fd.number(), self, owner, group, FileCalls.AT_EMPTY_PATH));
  }

  /** Fails with EOPNOTSUPP for a symbolic link. */
  public void setMode(int mode) throws KernelException {
    PlatformThread.require();
    if (status().type() == FileType.SYMLINK) {
      throw new KernelException("chmod", Errno.EOPNOTSUPP, object, "a symbolic link has no mode");
    }
    check("chmod", FileCalls.chmod(Reopen.procPath(fd), ObjectAttributes.requireMode(mode)));
  }

  public void setTimes(Instant mtime) throws KernelException {
    PlatformThread.require();
    long[] times = ObjectAttributes.times(mtime);
    check("utimensat", FileCalls.utimensat(FileCalls.AT_FDCWD, Reopen.procPath(fd), times, 0));
  }

  public void setXattr(String name, byte[] value) throws KernelException {
    PlatformThread.require();
    byte[] key = Lookups.nulTerminated(name);
    check("setxattr " + name, FileCalls.setxattr(Reopen.procPath(fd), key, value, value.length, 0));
  }

  /** Empty when the object has no such attribute or its file system none at all. */
  public Optional<byte[]> getXattr(String name) throws KernelException {
    PlatformThread.require();
    byte[] value = new byte[LARGEST_XATTR];
    byte[] key = Lookups.nulTerminated(name);
    long length = FileCalls.getxattr(Reopen.procPath(fd), key, value, value.length);
    if (length < 0) {
      KernelException failure = KernelException.last("getxattr " + name, object);
      if (failure.is(Errno.ENODATA, Errno.EOPNOTSUPP)) {
        return Optional.empty();
      }
      throw failure;
    }
    return Optional.of(Arrays.copyOf(value, (int) length));
  }

  public List<String> listXattrs() throws KernelException {
    PlatformThread.require();
    byte[] names = new byte[LARGEST_XATTR];
    long length = FileCalls.listxattr(Reopen.procPath(fd), names, names.length);
    if (length < 0) {
      KernelException failure = KernelException.last("listxattr", object);
      if (failure.is(Errno.EOPNOTSUPP)) {
        return List.of();
      }
      throw failure;
    }
    String all = new String(names, 0, (int) length, StandardCharsets.UTF_8);
    return Stream.of(all.split("\0", -1)).filter(name -> !name.isEmpty()).toList();
  }

  private void check(String call, int result) throws KernelException {
    if (result < 0) {
      throw KernelException.last(call, object);
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
