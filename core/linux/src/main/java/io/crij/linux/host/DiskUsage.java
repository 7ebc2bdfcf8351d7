package io.crij.linux.host;

import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.mount.MountEntry;
import io.crij.linux.mount.MountTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How full the file system is that holds a directory of ours (statvfs(3)).
 *
 * @param availableBytes what may still be written; blocks reserved for root are not counted
 * @param totalInodes 0 where the file system has no fixed number
 * @param mountPoint where it is mounted
 * @param source its device, or its name where it has none
 */
public record DiskUsage(
    long totalBytes,
    long usedBytes,
    long availableBytes,
    long totalInodes,
    long usedInodes,
    String mountPoint,
    String source,
    String type) {

  private static final int STATVFS_SIZE = 128;
  private static final int FIELD = 8;

  public static DiskUsage of(Path directory) throws IOException {
    PlatformThread.require();
    Path real = directory.toRealPath();
    ByteBuffer statvfs = statvfs(real);
    long unit = statvfs.getLong(FIELD);
    long blocks = statvfs.getLong(2 * FIELD);
    long free = statvfs.getLong(3 * FIELD);
    long inodes = statvfs.getLong(5 * FIELD);
    Optional<MountEntry> mount = MountTable.read().holding(real);
    return new DiskUsage(
        blocks * unit,
        (blocks - free) * unit,
        statvfs.getLong(4 * FIELD) * unit,
        inodes,
        inodes - statvfs.getLong(6 * FIELD),
        mount.map(MountEntry::mountPoint).orElse("/"),
        mount.map(MountEntry::source).orElse("unknown"),
        mount.map(MountEntry::type).orElse("unknown"));
  }

  private static ByteBuffer statvfs(Path path) throws KernelException {
    byte[] result = new byte[STATVFS_SIZE];
    byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
    if (HostCalls.statvfs(name, result) < 0) {
      throw KernelException.last("statvfs", path.toString());
    }
    return ByteBuffer.wrap(result).order(ByteOrder.nativeOrder());
  }
}
