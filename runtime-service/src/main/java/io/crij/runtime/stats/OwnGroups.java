package io.crij.runtime.stats;

import io.crij.linux.cgroup.CgroupPath;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which pods have their control group for themselves. The kubelet gives every pod one; somebody
 * with crictl may give one to several, and then its numbers are nobody's.
 */
final class OwnGroups {
  private final TreeSet<String> all = new TreeSet<>();
  private final Set<String> shared = new HashSet<>();

  /**
   * @param groups of all pods that may have processes, once for each pod
   */
  OwnGroups(Collection<CgroupPath> groups) {
    for (CgroupPath group : groups) {
      if (!all.add(group.path())) {
        shared.add(group.path());
      }
    }
  }

  /** Whether no other pod is in the group or below it. */
  boolean isOwn(CgroupPath group) {
    String below = group.path() + "/";
    Optional<String> next = Optional.ofNullable(all.higher(below));
    return !shared.contains(group.path())
        && next.stream().noneMatch(name -> name.startsWith(below));
  }
}
