package io.crij.runtime.spec;

import java.util.List;
import java.util.Set;

/** Where in a container a volume may be mounted. */
final class MountDestination {
  /** Statistics that programs such as lxcfs stand in for, and that OCI runtimes let them. */
  private static final Set<String> STATISTICS =
      Set.of(
          "/proc/cpuinfo",
          "/proc/diskstats",
          "/proc/loadavg",
          "/proc/meminfo",
          "/proc/slabinfo",
          "/proc/stat",
          "/proc/swaps",
          "/proc/uptime");

  /** The OCI runtime mounts there itself, and has been led astray by what it found. */
  private static final List<String> OF_RUNTIME = List.of("/dev/console", "/dev/pts", "/dev/ptmx");

  private MountDestination() {}

  /** The clean path. */
  static String require(Field field) {
    String path = field.absolutePath();
    if (path.equals("/")) {
      throw field.wrong("is the root directory", "Mount below it.");
    }
    if (isOrBelow(path, "/proc") && !STATISTICS.contains(path)) {
      throw field.wrong(
          "lies in /proc, which the container's security depends on", "Mount somewhere else.");
    }
    if (OF_RUNTIME.stream().anyMatch(own -> isOrBelow(path, own))) {
      throw field.wrong(
          "belongs to the container's terminals", "Mount somewhere else; set tty for a terminal.");
    }
    return path;
  }

  static boolean isOrBelow(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }
}
