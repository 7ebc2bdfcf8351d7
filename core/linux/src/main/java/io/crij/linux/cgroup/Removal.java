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

  /** Whether none of the directories exists any more; an occupied one stays. */
  static boolean removeIfEmpty(List<Path> directories) throws IOException {
    for (Path directory : directories) {
      if (isOccupied(directory)) {
        return false;
      }
    }
    Backoff backoff = new Backoff(PATIENCE);
    for (Path directory : directories) {
      if (!removeEmpty(directory, backoff)) {
        return false;
      }
    }
    return true;
  }

  /** The kernel has one error for an occupied group and for one that is about to be free. */
  private static boolean removeEmpty(Path directory, Backoff backoff) throws IOException {
    while (true) {
      try {
        Files.deleteIfExists(directory);
        return true;
      } catch (IOException failure) {
        if (isOccupied(directory)) {
          return false;
        }
        if (!backoff.pause()) {
          throw new IOException(
              "cannot remove the empty control group " + directory + ": " + failure.getMessage(),
              failure);
        }
      }
    }
  }

  private static boolean isOccupied(Path directory) throws IOException {
    List<Path> groups = CgroupTree.of(directory);
    return groups.size() > 1 || !ProcessList.of(groups).isEmpty();
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
