package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A group of a test's own in all hierarchies of the node, which goes with all that is in it. */
final class ScratchGroup implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(20);

  private final Cgroups cgroups = new Cgroups(CgroupHost.detect());
  private final Members members = new Members(cgroups);
  private final CgroupPath path =
      new CgroupPath("/crij-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());

  ScratchGroup() throws IOException {
    cgroups.create(path);
  }

  Cgroups cgroups() {
    return cgroups;
  }

  CgroupPath path() {
    return path;
  }

  Members members() {
    return members;
  }

  /** Where the group is in the hierarchy of a controller. */
  Path in(String controller) {
    return cgroups.host().directory(controller, path).orElseThrow();
  }

  @Override
  public void close() throws IOException {
    cgroups.killAll(path, SOON);
    members.close();
    cgroups.remove(path);
  }
}
