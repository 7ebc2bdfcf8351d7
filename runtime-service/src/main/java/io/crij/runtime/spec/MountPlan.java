package io.crij.runtime.spec;

import io.crij.oci.spec.OciMount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order in which things are mounted: /proc first, and nothing before what it lies in. */
final class MountPlan {
  private MountPlan() {}

  /** Ours give way to the request's. */
  static List<OciMount> of(List<OciMount> defaults, RequestedMounts requested) {
    List<OciMount> all = new ArrayList<>();
    defaults.stream()
        .filter(own -> requested.destinations().stream().noneMatch(theirs -> replaces(theirs, own)))
        .forEach(all::add);
    all.addAll(requested.mounts());
    // A stable sort: /proc stays first of its depth.
    all.sort(Comparator.comparingLong(mount -> depth(mount.destination())));
    return List.copyOf(all);
  }

  /**
   * A volume at the same place. One over /etc keeps its own files: our binds would make new ones in
   * it.
   */
  private static boolean replaces(String theirs, OciMount own) {
    return theirs.equals(own.destination())
        || (theirs.equals("/etc") && own.destination().startsWith("/etc/"));
  }

  private static long depth(String destination) {
    return destination.chars().filter(c -> c == '/').count();
  }
}
