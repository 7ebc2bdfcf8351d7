package io.crij.linux.files;

import io.crij.linux.errno.KernelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * What statx(2) says.
 *
 * @param mode permission bits with setuid, setgid and sticky (07777)
 * @param size in bytes
 * @param allocated bytes on disk
 * @param dev the file system, comparable only
 * @param rdev the device that a device node stands for
 * @param mountId the mount it was reached through, 0 before Linux 5.8
 * @param mountRoot whether a mount begins here, always false before Linux 5.8
 */
public record FileStatus(
    FileType type,
    int mode,
    long uid,
    long gid,
    long size,
    long allocated,
    long nlink,
    long dev,
    long ino,
    Instant mtime,
    DeviceNumber rdev,
    long mountId,
    boolean mountRoot) {

  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int STATX_MNT_ID = 0x1000;
  private static final long ATTRIBUTE_MOUNT_ROOT = 0x2000;
  private static final int STATX_SIZE = 256;

  /** Of the object at {@code name} below a descriptor; an empty name is the descriptor itself. */
  static FileStatus at(int directory, byte[] name, int flags, String object)
      throws KernelException {
    byte[] result = new byte[STATX_SIZE];
    int mask = STATX_BASIC_STATS | STATX_MNT_ID;
    int all = flags | FileCalls.AT_NO_AUTOMOUNT;
    if (FileCalls.statx(directory, name, all, mask, result) < 0) {
      throw KernelException.last("statx", object);
    }
    return parse(ByteBuffer.wrap(result).order(ByteOrder.nativeOrder()));
  }

  /** Of an open descriptor. */
  static FileStatus of(int fd, String object) throws KernelException {
    return at(fd, new byte[1], FileCalls.AT_EMPTY_PATH, object);
  }

  private static FileStatus parse(ByteBuffer statx) {
    int mode = statx.getShort(28) & 0xffff;
    boolean hasMountId = (statx.getInt(0) & STATX_MNT_ID) != 0;
    return new FileStatus(
        FileType.ofMode(mode),
        mode & 07777,
        statx.getInt(20) & 0xffffffffL,
        statx.getInt(24) & 0xffffffffL,
        statx.getLong(40),
        statx.getLong(48) * 512,
        statx.getInt(16) & 0xffffffffL,
        ((long) statx.getInt(136) << 32) | (statx.getInt(140) & 0xffffffffL),
        statx.getLong(32),
        Instant.ofEpochSecond(statx.getLong(112), statx.getInt(120) & 0xffffffffL),
        new DeviceNumber(statx.getInt(128), statx.getInt(132)),
        hasMountId ? statx.getLong(144) : 0,
        (statx.getLong(8) & statx.getLong(56) & ATTRIBUTE_MOUNT_ROOT) != 0);
  }

  public boolean isDirectory() {
    return type == FileType.DIRECTORY;
  }

  public boolean isRegular() {
    return type == FileType.REGULAR;
  }

  /** Whether both are the same inode. */
  public boolean sameObject(FileStatus other) {
    return dev == other.dev && ino == other.ino;
  }
}
