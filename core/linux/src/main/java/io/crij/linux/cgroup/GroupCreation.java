package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a group and the groups above it that are missing, in one hierarchy. */
final class GroupCreation {
  /** Without a processor and a memory node of its own, a v1 group takes no process. */
  private static final List<String> CPUSET = List.of("cpuset.cpus", "cpuset.mems");

  /** How often whoever removes empty groups may be in the way. */
  private static final int ATTEMPTS = 100;

  private final Path hierarchy;
  private final String mark;
  private final boolean cpuset;
  private final boolean v2;

  GroupCreation(CgroupHost host, Path hierarchy, String mark) {
    this.hierarchy = hierarchy;
    this.mark = mark;
    this.v2 = host.isV2();
    this.cpuset = hierarchy.equals(host.controllers().get("cpuset"));
  }

  void create(CgroupPath group) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        createOnce(group);
        return;
      } catch (NoSuchFileException vanished) {
        // A group above was empty for a moment, and its maker took it away.
        if (attempt == ATTEMPTS || !Files.isDirectory(hierarchy)) {
          throw vanished;
        }
      }
    }
  }

  private void createOnce(CgroupPath group) throws IOException {
    Path current = hierarchy;
    boolean parentIsOurs = false;
    for (String name : group.names()) {
      Path parent = current;
      current = parent.resolve(name);
      if (v2 && parentIsOurs) {
        delegate(parent);
      }
      parentIsOurs = make(current) || parentIsOurs || name.contains(mark);
      if (cpuset) {
        inheritCpuset(parent, current);
      }
    }
  }

  private static boolean make(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
      return true;
    } catch (NoSuchFileException vanished) {
      throw vanished;
    } catch (FileAlreadyExistsException already) {
      if (Files.isDirectory(directory) || Files.notExists(directory)) {
        return false;
      }
      throw new IOException(
          "cannot make the control group " + directory + ": a file of the kernel has that name",
          already);
    } catch (IOException failure) {
      throw new IOException(
          "cannot make the control group " + directory + ": " + failure.getMessage(), failure);
    }
  }

  /** A value that is there is never replaced: another group's limits are not ours. */
  private static void inheritCpuset(Path parent, Path group) throws IOException {
    for (String name : CPUSET) {
      Optional<String> own = CgroupFile.read(group.resolve(name));
      if (own.isPresent() && own.get().isEmpty()) {
        String inherited = CgroupFile.read(parent.resolve(name)).orElse("");
        CgroupFile.write(group.resolve(name), inherited);
      }
    }
  }

  /**
   * Passes all controllers of a group that is ours, or that we have just made, on to its children.
   * Groups that others made keep what they pass on.
   */
  private static void delegate(Path group) throws IOException {
    Set<String> missing = words(group.resolve("cgroup.controllers"));
    missing.removeAll(words(group.resolve("cgroup.subtree_control")));
    for (String controller : missing) {
      CgroupFile.write(group.resolve("cgroup.subtree_control"), "+" + controller);
    }
  }

  private static Set<String> words(Path file) throws IOException {
    String content = CgroupFile.read(file).orElse("");
    return content.isEmpty() ? new HashSet<>() : new HashSet<>(Arrays.asList(content.split(" ")));
  }
}
