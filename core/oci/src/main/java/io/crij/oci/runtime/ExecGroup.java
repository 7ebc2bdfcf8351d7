package io.crij.oci.runtime;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control group of one exec, below the container's: a child that leaves its session and loses
 * its parent is still in it, and the container's own processes are not.
 */
record ExecGroup(Cgroups cgroups, CgroupPath container, CgroupPath group) {
  private static final Logger log = LoggerFactory.getLogger(ExecGroup.class);
  private static final Duration DEATH = Duration.ofSeconds(10);

  /** Those who fork while they are moved are found by the next round. */
  private static final int ROUNDS = 50;

  void create() throws IOException {
    cgroups.create(group);
  }

  void kill() throws IOException {
    cgroups.killAll(group, DEATH);
  }

  /** Who was started in the background lives on as a process of the container. */
  void dissolve() throws IOException {
    Set<Integer> left = cgroups.pids(group);
    for (int round = 0; round < ROUNDS && !left.isEmpty(); round++) {
      left.forEach(this::move);
      left = cgroups.pids(group);
    }
    cgroups.remove(group);
  }

  private void move(int pid) {
    try {
      cgroups.addProcess(container, pid);
    } catch (IOException failure) {
      // It has ended, or the next round and the removal meet it again.
      log.debug("process {} of {} was not moved", pid, group, failure);
    }
  }
}
