package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who is in some groups. */
final class ProcessList {
  private ProcessList() {}

  /** Who is in one of the groups or below it. */
  static Set<Integer> below(List<Path> groups) throws IOException {
    Set<Integer> pids = new TreeSet<>();
    for (Path top : groups) {
      CgroupTree.walk(top, group -> addTo(pids, group));
    }
    return pids;
  }

  private static void addTo(Set<Integer> pids, Path group) throws IOException {
    for (String line : lines(group)) {
      int pid = Integer.parseInt(line);
      // 0 stands for a process of another PID namespace, which has no id here.
      if (pid > 0) {
        pids.add(pid);
      }
    }
  }

  /** A threaded v2 group lists its processes at the top of its threaded subtree only. */
  private static List<String> lines(Path group) throws IOException {
    try {
      return CgroupFile.lines(group.resolve("cgroup.procs"));
    } catch (IOException failure) {
      if (CgroupFile.read(group.resolve("cgroup.type")).orElse("").equals("threaded")) {
        return List.of();
      }
      throw failure;
    }
  }
}
