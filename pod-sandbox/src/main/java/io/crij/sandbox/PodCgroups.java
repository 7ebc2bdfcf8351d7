package io.crij.sandbox;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The groups above those of containers: what we made goes with its last pod, what existed stays.
 */
final class PodCgroups {
  private static final int ATTEMPTS = 5;

  private final Cgroups cgroups;
  private final String shared;
  private final SandboxTable table;

  /**
   * @param shared parent of the pods that have none; other daemons may use it too
   */
  PodCgroups(Cgroups cgroups, CgroupPath shared, SandboxTable table) {
    this.cgroups = cgroups;
    this.shared = shared.path();
    this.table = table;
  }

  /**
   * Those of the path that are missing, or were missing before another sandbox of ours.
   *
   * @param asked whether the request named the path; else the shared group counts as ours even when
   *     it is there: whichever daemon's pod is the last in it takes it away
   */
  List<String> toMake(CgroupPath parent, boolean asked) {
    Set<String> ours = new HashSet<>();
    table.entries().forEach(entry -> ours.addAll(entry.record().madeCgroups()));
    if (!asked) {
      ours.add(shared);
    }
    Set<CgroupPath> missing = Set.copyOf(cgroups.missing(parent));
    return parent.andAbove().stream()
        .filter(group -> missing.contains(group) || ours.contains(group.path()))
        .map(CgroupPath::path)
        .toList();
  }

  /** Another pod's end may take an empty group away between two of our mkdirs. */
  void create(CgroupPath parent) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        cgroups.create(parent);
        return;
      } catch (IOException failure) {
        if (attempt == ATTEMPTS) {
          throw failure;
        }
      }
    }
  }

  /** Removes what the sandbox made, deepest first, unless others are in it. */
  void remove(SandboxEntry leaving) throws IOException {
    String id = leaving.id();
    // Before anything goes: of two pods that end together, the later one takes the parent away.
    leaving.leaveCgroup();
    for (String group : leaving.record().madeCgroups().reversed()) {
      if (group.endsWith("/pod-" + id)) {
        cgroups.remove(new CgroupPath(group));
      } else if (!isUsed(group)) {
        cgroups.removeIfEmpty(new CgroupPath(group));
      }
    }
  }

  private boolean isUsed(String group) {
    CgroupPath path = new CgroupPath(group);
    return table.entries().stream()
        .filter(entry -> !entry.hasLeftCgroup())
        .anyMatch(entry -> path.contains(entry.snapshot().places().cgroupParent().path()));
  }
}
