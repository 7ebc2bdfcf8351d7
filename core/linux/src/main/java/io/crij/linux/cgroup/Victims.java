package io.crij.linux.cgroup;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.process.Pidfd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Sends SIGKILL to processes that are in a group, and to nobody else. */
final class Victims {
  private static final int SIGKILL = 9;

  private Victims() {}

  /**
   * @throws IOException when this very process is among them
   */
  static void refuseOurselves(Set<Integer> pids, CgroupPath group) throws IOException {
    if (pids.contains((int) ProcessHandle.current().pid())) {
      throw new IOException(
          "the daemon itself is in control group " + group + ": nothing is killed");
    }
  }

  static void kill(Set<Integer> pids, CgroupPath group) throws IOException {
    for (int pid : pids) {
      try (Pidfd pidfd = Pidfd.open(pid)) {
        // Since the list was read the id may have got a new owner; the descriptor pins it.
        if (isMember(pid, group)) {
          pidfd.signal(SIGKILL);
        }
      } catch (KernelException failure) {
        if (!failure.is(Errno.ESRCH)) {
          throw failure;
        }
      }
    }
  }

  /** By lines like {@code 7:freezer:/pod/container} (cgroups(7)). */
  private static boolean isMember(int pid, CgroupPath group) throws IOException {
    Path file = Path.of("/proc", Integer.toString(pid), "cgroup");
    return CgroupFile.lines(file).stream()
        .anyMatch(
            line -> group.contains(line.substring(line.indexOf(':', line.indexOf(':') + 1) + 1)));
  }
}
