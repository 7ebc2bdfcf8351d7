package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Mounts, cgroups and processes that carry a daemon's names. */
final class KernelTraces {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final int MOUNT_POINT = 4;

  private KernelTraces() {}

  /** Mounts below a folder, pinned namespaces among them. */
  static List<String> mounts(Path folder) {
    return read(Path.of("/proc/self/mountinfo"))
        .orElseThrow()
        .lines()
        .map(line -> line.split(" ", -1)[MOUNT_POINT])
        .filter(point -> point.startsWith(folder + "/"))
        .map(point -> "mount " + point)
        .toList();
  }

  /** Cgroups below a first-level cgroup of this name, in every hierarchy. */
  static List<String> cgroups(String name) {
    List<String> found = new ArrayList<>();
    for (Path hierarchy : hierarchies()) {
      collect(hierarchy.resolve(name), found);
    }
    return found;
  }

  /** The roots of the hierarchies of version 1 and 2 that are mounted. */
  static List<Path> hierarchies() {
    try (Stream<Path> entries = Files.list(CGROUPS)) {
      return Stream.concat(Stream.of(CGROUPS), entries.filter(Files::isDirectory)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(Path cgroup, List<String> found) {
    if (!Files.isDirectory(cgroup)) {
      return;
    }
    found.add("cgroup " + cgroup);
    try (Stream<Path> children = Files.list(cgroup)) {
      children.filter(Files::isDirectory).forEach(child -> collect(child, found));
    } catch (IOException vanished) {
      // A cgroup that is removed while one looks is not there.
      found.remove("cgroup " + cgroup);
    }
  }

  /**
   * Processes in cgroups of the daemon's pods, started from its folder, or its children. One that
   * is dead and waits for the node's init to notice is nobody's any more.
   */
  static List<String> processes(DaemonSetup setup) {
    List<String> found = new ArrayList<>();
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      Path folder = Path.of("/proc", Long.toString(process.pid()));
      String command = read(folder.resolve("cmdline")).orElse("").replace('\0', ' ').strip();
      boolean ofDaemon = isChildOfDaemon(process, setup);
      boolean ours =
          command.contains(setup.directory().toString())
              || read(folder.resolve("cgroup")).orElse("").contains(setup.name())
              || ofDaemon;
      if (ours && !isDaemon(command, setup) && (ofDaemon || !isDead(folder))) {
        found.add("process " + process.pid() + " " + command);
      }
    }
    return found;
  }

  private static boolean isChildOfDaemon(ProcessHandle process, DaemonSetup setup) {
    return process
        .parent()
        .flatMap(parent -> read(Path.of("/proc", Long.toString(parent.pid()), "cmdline")))
        .filter(command -> isDaemon(command.replace('\0', ' '), setup))
        .isPresent();
  }

  private static boolean isDead(Path process) {
    return read(process.resolve("status"))
        .map(status -> status.contains("\nState:\tZ") || status.contains("\nState:\tX"))
        .orElse(true);
  }

  private static boolean isDaemon(String command, DaemonSetup setup) {
    return command.contains(" serve ") && command.contains("--listen " + setup.socket());
  }

  static Optional<String> read(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException ended) {
      return Optional.empty();
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return Optional.empty();
      }
      throw new UncheckedIOException(e);
    }
  }
}
