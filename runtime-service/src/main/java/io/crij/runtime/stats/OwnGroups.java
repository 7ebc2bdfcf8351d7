package io.crij.runtime.stats;

import io.crij.sandbox.Sandbox;
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
   * @param pods all that may have processes
   */
  OwnGroups(Collection<Sandbox> pods) {
    for (Sandbox pod : pods) {
      String group = group(pod);
      if (!all.add(group)) {
        shared.add(group);
      }
    }
  }

  private static String group(Sandbox pod) {
    return pod.places().cgroupParent().path();
  }

  boolean has(Sandbox pod) {
    String group = group(pod);
    Optional<String> next = Optional.ofNullable(all.higher(group + "/"));
    return !shared.contains(group) && next.stream().noneMatch(name -> name.startsWith(group + "/"));
  }
}
