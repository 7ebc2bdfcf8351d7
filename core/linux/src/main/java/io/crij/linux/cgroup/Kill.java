package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Ends all processes of a group and of those below it. Where the kernel can do it at once
 * (cgroup.kill, v2 since Linux 5.14) it does; elsewhere the group is frozen, so that nobody forks
 * out of reach, everyone is sent SIGKILL, and the group is thawed so that they die of it.
 */
final class Kill {
  private final CgroupHost host;
  private final CgroupPath group;

  Kill(CgroupHost host, CgroupPath group) {
    this.host = host;
    this.group = group;
  }

  /**
   * @throws IOException when someone is left at the deadline, by id
   */
  void run(Duration deadline) throws IOException {
    Backoff backoff = new Backoff(deadline);
    Set<Integer> left = pids();
    while (!left.isEmpty()) {
      killOnce();
      left = pids();
      if (!left.isEmpty() && !backoff.pause()) {
        throw new IOException(
            "processes "
                + left.stream().limit(10).toList()
                + " of control group "
                + group
                + " did not end within "
                + deadline
                + " of SIGKILL");
      }
      left = pids();
    }
  }

  private void killOnce() throws IOException {
    if (host.isV2() && killByKernel()) {
      return;
    }
    Freezer freezer = new Freezer(host, group);
    try {
      freezer.freeze();
      // Looked up again, now that nobody forks.
      Victims.kill(this::pids);
    } finally {
      freezer.thaw();
    }
  }

  private boolean killByKernel() throws IOException {
    Path file = CgroupHost.directory(host.unified().orElseThrow(), group).resolve("cgroup.kill");
    return CgroupFile.writeIfPresent(file, "1");
  }

  /**
   * @throws IOException when this very process is among them
   */
  private Set<Integer> pids() throws IOException {
    Set<Integer> pids = ProcessList.below(host.directories(group));
    if (pids.contains((int) ProcessHandle.current().pid())) {
      throw new IOException(
          "the daemon itself is in control group " + group + ": nothing is killed");
    }
    return pids;
  }
}
