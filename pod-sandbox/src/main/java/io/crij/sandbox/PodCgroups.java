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
  private final SandboxTable table;

  PodCgroups(Cgroups cgroups, SandboxTable table) {
    this.cgroups = cgroups;
    this.table = table;
  }

  /** Those of the path that are missing, or were missing before another sandbox of ours. */
  List<String> toMake(CgroupPath parent) {
    Set<String> ours = new HashSet<>();
    table.entries().forEach(entry -> ours.addAll(entry.record().madeCgroups()));
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
