package io.crij.e2e.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The cgroups of a process, and what limits them, in whichever version this host has. */
public final class Cgroups {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private Cgroups() {}

  /** Whether this host has the controllers in hierarchies of their own. */
  public static boolean isVersion1() {
    return !Files.exists(ROOT.resolve("cgroup.controllers"));
  }

  /** The path of a process below the hierarchy of a controller. */
  public static String path(long pid, String controller) {
    String lines = KernelTraces.read(Path.of("/proc", Long.toString(pid), "cgroup")).orElseThrow();
    return lines
        .lines()
        .map(line -> line.split(":", 3))
        .filter(
            fields ->
                isVersion1()
                    ? List.of(fields[1].split(",", -1)).contains(controller)
                    : fields[1].isEmpty())
        .map(fields -> fields[2])
        .findFirst()
        .orElseThrow();
  }

  /** The text of a control file of the process's cgroup. */
  public static String value(long pid, String controller, String file) {
    Path hierarchy = isVersion1() ? ROOT.resolve(controller) : ROOT;
    return KernelTraces.read(hierarchy.resolve(path(pid, controller).substring(1)).resolve(file))
        .orElseThrow()
        .strip();
  }

  /** The roots of the hierarchies that are mounted. */
  public static List<Path> hierarchies() {
    return KernelTraces.hierarchies();
  }

  /** A new v1 cpuset takes no process before it has processors and memory. */
  public static void inheritCpuset(Path cgroup) throws IOException {
    for (String name : List.of("cpuset.cpus", "cpuset.mems")) {
      Path file = cgroup.resolve(name);
      if (isVersion1() && Files.exists(file)) {
        Files.writeString(file, Files.readString(cgroup.resolveSibling(name)));
      }
    }
  }

  /** Moves a whole process. */
  public static void enter(Path cgroup, long pid) throws IOException {
    Files.writeString(cgroup.resolve("cgroup.procs"), Long.toString(pid));
  }

  /** All paths of a process, one of each hierarchy. */
  public static List<String> paths(long pid) {
    return KernelTraces.read(Path.of("/proc", Long.toString(pid), "cgroup"))
        .orElseThrow()
        .lines()
        .map(line -> line.split(":", 3)[2])
        .toList();
  }
}
