package io.crij.runtime.container;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Where the output of a container goes: a regular file of root's below the log directory of its
 * pod, reached through no link. The monitor gets its path as a string, so it must exist before.
 */
record LogFile(Path directory, String below) {
  /** For the monitor of a container whose output nobody asked for. */
  static final Path NOWHERE = Path.of("/dev/null");

  // As the kubelet makes such directories and other runtimes such files.
  private static final int DIRECTORY_MODE = 0755;
  static final int FILE_MODE = 0640;
  private static final int LONGEST = 1024;
  private static final Set<String> UNCLEAN = Set.of("", ".", "..");

  LogFile {
    if (below.length() > LONGEST
        || below.chars().anyMatch(Character::isISOControl)
        || Arrays.stream(below.split("/", -1)).anyMatch(UNCLEAN::contains)) {
      throw new InvalidArgument(
          "the log path \""
              + PlainText.of(below)
              + "\" does not name a file below the log directory",
          "Give a relative path without \".\", \"..\", empty parts and control characters.");
    }
  }

  /** Empty when the pod has no log directory or the container no log path: nothing is kept then. */
  static Optional<LogFile> of(Optional<Path> logDirectory, String logPath) {
    return logPath.isEmpty()
        ? Optional.empty()
        : logDirectory.map(directory -> new LogFile(directory, logPath));
  }

  Path path() {
    return directory.resolve(below);
  }

  void create() {
    ConfinedPath name = ConfinedPath.parse(below);
    try (ConfinedDirectory pod = openOrMakeDirectory()) {
      pod.mkdirs(name.parent(), DIRECTORY_MODE);
      pod.appendFile(name, FILE_MODE).close();
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /** For a container that never was: what it did not write need not stay. */
  static void removeIfEmpty(Path file) {
    ConfinedPath way = ConfinedPath.parse(file.toString());
    try (ConfinedDirectory root = ConfinedDirectory.open(Path.of("/"))) {
      boolean empty =
          root.linkStatus(way).filter(found -> found.isRegular() && found.size() == 0).isPresent();
      if (empty) {
        root.unlink(way);
      }
    } catch (IOException e) {
      throw Failure.wrap("the log file " + PlainText.of(file.toString()) + " was not removed", e);
    }
  }

  /** From the root directory on, so that no link on the way is followed. */
  private ConfinedDirectory openOrMakeDirectory() throws IOException {
    ConfinedPath way = ConfinedPath.parse(directory.toString());
    try (ConfinedDirectory root = ConfinedDirectory.open(Path.of("/"))) {
      root.mkdirs(way, DIRECTORY_MODE);
      return root.openDirectory(way);
    }
  }

  private Failure refused(IOException why) {
    String what = "the log file " + PlainText.of(path().toString()) + " was not made";
    boolean hostile =
        why instanceof KernelException kernel
            && (kernel.is(Errno.ELOOP)
                || kernel.is(Errno.EXDEV)
                || kernel.is(Errno.ENOTDIR)
                || kernel.is(Errno.EINVAL)
                || kernel.is(Errno.EMLINK)
                || kernel.is(Errno.EPERM));
    return hostile
        ? new InvalidArgument(
            what,
            "The way to it must have no links, and what is there must be a plain file of root's.",
            why)
        : Failure.wrap(what, why);
  }
}
