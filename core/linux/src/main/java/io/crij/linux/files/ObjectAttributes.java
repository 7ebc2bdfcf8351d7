package io.crij.linux.files;

import java.time.Instant;

/**
 * What an archive says of an object beyond its content.
 *
 * @param mode permission bits with setuid, setgid and sticky (07777)
 */
public record ObjectAttributes(long uid, long gid, int mode, Instant mtime) {
  /** The last two numbers of 32 bits mean "unchanged" and "overflow" to the kernel. */
  private static final long LARGEST_ID = 0xffff_fffdL;

  public ObjectAttributes {
    requireId(uid);
    requireId(gid);
    requireMode(mode);
  }

  static int requireId(long id) {
    if (id < 0 || id > LARGEST_ID) {
      throw new IllegalArgumentException("user or group id " + id + " is out of range");
    }
    return (int) id;
  }

  static int requireMode(int mode) {
    if ((mode & ~07777) != 0) {
      throw new IllegalArgumentException("mode " + Integer.toOctalString(mode) + " is no mode");
    }
    return mode;
  }

  /** Access and modification time as two struct timespec. */
  static long[] times(Instant mtime) {
    long seconds = mtime.getEpochSecond();
    return new long[] {seconds, mtime.getNano(), seconds, mtime.getNano()};
  }
}
