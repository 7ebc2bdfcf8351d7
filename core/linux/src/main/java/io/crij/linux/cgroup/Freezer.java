package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Stops all processes of a group (cgroup-v1/freezer-subsystem.txt, cgroup.freeze of v2). */
final class Freezer {
  /** Who does not stop by then waits in the kernel, and cannot fork there either. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Optional<Path> top;
  private final boolean v2;

  Freezer(CgroupHost host, CgroupPath group) {
    this.top = host.directory("freezer", group);
    this.v2 = host.isV2();
  }

  /** Does nothing where there is no freezer. */
  void freeze() throws IOException {
    if (top.isEmpty() || !write(top.get(), v2 ? "1" : "FROZEN")) {
      return;
    }
    Backoff backoff = new Backoff(PATIENCE);
    boolean waiting = true;
    while (waiting && !isFrozen(top.get())) {
      waiting = backoff.pause();
    }
  }

  /** Also what was frozen before, by a runtime's pause or inside the container. */
  void thaw() throws IOException {
    if (top.isPresent()) {
      CgroupTree.walk(top.get(), group -> write(group, v2 ? "0" : "THAWED"));
    }
  }

  private boolean write(Path group, String value) throws IOException {
    return CgroupFile.writeIfPresent(group.resolve(v2 ? "cgroup.freeze" : "freezer.state"), value);
  }

  private boolean isFrozen(Path group) throws IOException {
    return v2
        ? CgroupFile.value(group.resolve("cgroup.events"), "frozen").orElse("1").equals("1")
        : CgroupFile.read(group.resolve("freezer.state")).orElse("FROZEN").equals("FROZEN");
  }
}
