package io.crij.runtime.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * Paths of /proc and /sys that tell of the node or change it: hidden, or read-only. Exactly the
 * request's; ours when it names none.
 */
record SystemPaths(List<String> masked, List<String> readonly) {
  private static final int MOST = 1024;

  private static final List<String> MASKED =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/devices/virtual/powercap",
          "/sys/firmware");

  private static final List<String> READONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  static SystemPaths none() {
    return new SystemPaths(List.of(), List.of());
  }

  static SystemPaths of(List<String> masked, List<String> readonly, List<String> thermal) {
    List<String> hidden = new ArrayList<>(masked);
    if (masked.isEmpty()) {
      hidden.addAll(MASKED);
      hidden.addAll(thermal);
    }
    return new SystemPaths(
        checked("masked_paths", hidden),
        checked("readonly_paths", readonly.isEmpty() ? READONLY : readonly));
  }

  private static List<String> checked(String name, List<String> paths) {
    if (paths.size() > MOST) {
      throw new Field(name, paths.size() + " paths")
          .wrong("are too many", "Give " + MOST + " at most.");
    }
    List<String> result = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      result.add(new Field(name + "[" + i + "]", paths.get(i)).absolutePath());
    }
    return List.copyOf(result);
  }
}
