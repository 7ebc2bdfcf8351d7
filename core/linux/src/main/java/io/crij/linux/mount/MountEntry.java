package io.crij.linux.mount;

import java.util.List;

/**
 * A line of /proc/self/mountinfo (proc_pid_mountinfo(5)). Paths are text and not {@code Path},
 * because they may have any bytes; what is not UTF-8 shows as U+FFFD.
 *
 * @param root the directory of the file system that is seen here
 * @param options of this mount: "rw", "nosuid"...
 * @param propagation "shared:1", "master:2"...; empty for a private mount
 * @param superOptions of the file system
 */
public record MountEntry(
    int id,
    int parentId,
    int major,
    int minor,
    String root,
    String mountPoint,
    List<String> options,
    List<String> propagation,
    String type,
    String source,
    List<String> superOptions) {

  /** Whether {@code path} is the mount point or lies below it. */
  public boolean covers(String path) {
    return mountPoint.equals("/") || path.equals(mountPoint) || path.startsWith(mountPoint + "/");
  }
}
