package io.crij.linux.cgroup;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Removes a group and those below it from one hierarchy. */
final class GroupRemoval implements CgroupTree.Visitor {
  /** A group stays busy for a moment after its last process has ended. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Path top;
  private IOException last = new IOException("it was made again");

  private GroupRemoval(Path top) {
    this.top = top;
  }

  /** For all hierarchies together. */
  static Backoff patience() {
    return new Backoff(PATIENCE);
  }

  static void remove(Path top, Backoff backoff) throws IOException {
    GroupRemoval removal = new GroupRemoval(top);
    while (!removal.attempt()) {
      if (!backoff.pause()) {
        throw new IOException(
            "cannot remove the control group " + top + ": " + reason(top), removal.last);
      }
    }
  }

  /** Whether the group is gone. */
  private boolean attempt() throws IOException {
    CgroupTree.walk(top, this);
    try {
      Files.deleteIfExists(top);
      return true;
    } catch (IOException failure) {
      last = failure;
      return false;
    }
  }

  @Override
  public void enter(Path group) {}

  @Override
  public void leave(ConfinedDirectory parent, ConfinedPath name) {
    try {
      parent.rmdir(name);
    } catch (IOException failure) {
      last = failure;
    }
  }

  private static String reason(Path top) throws IOException {
    Set<Integer> pids = ProcessList.below(List.of(top));
    return pids.isEmpty()
        ? "it stays busy"
        : "processes " + pids.stream().limit(10).toList() + " are still in it";
  }

  /** Whether none of the directories exists any more; an occupied one stays. */
  static boolean removeIfEmpty(List<Path> directories) throws IOException {
    for (Path directory : directories) {
      if (isOccupied(directory)) {
        return false;
      }
    }
    Backoff backoff = patience();
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
    return CgroupTree.hasChildren(directory)
        || !CgroupFile.lines(directory.resolve("cgroup.procs")).isEmpty();
  }
}
