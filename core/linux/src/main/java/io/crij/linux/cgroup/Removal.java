package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Removes a group and those below it from one hierarchy. */
final class Removal {
  /** A group stays busy for a moment after its last process has ended. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private Removal() {}

  static void remove(Path top) throws IOException {
    Backoff backoff = new Backoff(PATIENCE);
    List<Path> groups = CgroupTree.of(top);
    while (!groups.isEmpty()) {
      IOException last = removeChildrenFirst(groups);
      groups = CgroupTree.of(top);
      if (!groups.isEmpty() && !backoff.pause()) {
        throw new IOException(
            "cannot remove the control group " + top + ": " + reason(groups), last);
      }
    }
  }

  /** The last failure, as there is one when a group remains. */
  private static IOException removeChildrenFirst(List<Path> groups) {
    IOException last = new IOException("it was made again");
    for (Path group : groups.reversed()) {
      try {
        Files.deleteIfExists(group);
      } catch (IOException failure) {
        last = failure;
      }
    }
    return last;
  }

  private static String reason(List<Path> groups) throws IOException {
    List<Integer> pids = ProcessList.of(groups).stream().sorted().limit(10).toList();
    return pids.isEmpty() ? "it stays busy" : "processes " + pids + " are still in it";
  }
}
