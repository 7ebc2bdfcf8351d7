package io.crij.linux.files;

/**
 * Major and minor number of a device node.
 *
 * @param major 0 to 4095
 * @param minor 0 to 1048575
 */
public record DeviceNumber(int major, int minor) {
  /** The node that overlayfs takes for "deleted in this layer". */
  public static final DeviceNumber WHITEOUT = new DeviceNumber(0, 0);

  public DeviceNumber {
    requireRange(major, minor);
  }

  /**
   * From numbers that were read somewhere, without cutting them.
   *
   * @throws IllegalArgumentException when the kernel has no such device number
   */
  public static DeviceNumber of(long major, long minor) {
    requireRange(major, minor);
    return new DeviceNumber((int) major, (int) minor);
  }

  private static void requireRange(long major, long minor) {
    if (major < 0 || major > 0xfff || minor < 0 || minor > 0xfffff) {
      throw new IllegalArgumentException(
          "device number " + major + ":" + minor + " is out of range (4095:1048575)");
    }
  }

  /** As dev_t of glibc. */
  long encoded() {
    return (minor & 0xffL) | ((long) major << 8) | ((long) (minor & ~0xff) << 12);
  }
}
