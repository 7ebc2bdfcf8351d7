package io.crij.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CgroupKillKernelTest {
  @AutoClose private final ScratchGroup scratch = new ScratchGroup();
  private final Cgroups cgroups = scratch.cgroups();
  private final CgroupPath group = scratch.path();

  CgroupKillKernelTest() throws IOException {}

  @Test
  void whoIgnoresSignalsDies() throws Exception {
    Process member =
        scratch
            .members()
            .startUntilReady(group, "trap '' TERM INT HUP; echo ready; while :; do sleep 1; done");
    killAll();
    assertThat(member.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(member.exitValue()).isEqualTo(128 + 9);
  }

  @Test
  void whoLeftItsSessionDies() throws IOException {
    scratch
        .members()
        .startUntilReady(group, "setsid sleep 60 & setsid sleep 60 & echo ready; wait");
    killAll();
  }

  @Test
  void aGroupThatForksFasterThanWeLookDies() throws IOException {
    Members.write(scratch.in("pids").resolve("pids.max"), "40");
    scratch
        .members()
        .startUntilReady(
            group,
            "bomb() { while :; do (bomb) 2>/dev/null & wait -n 2>/dev/null; done; };"
                + " echo ready; bomb");
    killAll();
  }

  @Test
  void whoIsFrozenDies() throws IOException {
    scratch.members().startUntilReady(group, "echo ready; sleep 60");
    Members.write(scratch.in("freezer").resolve("freezer.state"), "FROZEN");
    killAll();
    assertThat(Files.readString(scratch.in("freezer").resolve("freezer.state")).strip())
        .isEqualTo("THAWED");
  }

  @Test
  void whoIsFrozenInAGroupOfTheContainersOwnDies() throws IOException {
    Process member = scratch.members().start(group, "exec sleep 60");
    Path own = Files.createDirectories(scratch.in("freezer").resolve("own/deeper"));
    Members.write(own.resolve("cgroup.procs"), Long.toString(member.pid()));
    Members.write(own.resolve("freezer.state"), "FROZEN");
    killAll();
  }

  @Test
  void whoIsStoppedDies() throws IOException {
    scratch.members().startUntilReady(group, "echo ready; kill -STOP $$; sleep 60");
    killAll();
  }

  @Test
  void whoLeftTheGroupInMostHierarchiesDies() throws IOException {
    Process member = scratch.members().start(group, "exec sleep 60");
    for (Path directory : cgroups.host().directories(group)) {
      if (!directory.startsWith(cgroups.host().hierarchyOf("pids").orElseThrow())) {
        Members.write(directory.resolveSibling("cgroup.procs"), Long.toString(member.pid()));
      }
    }
    assertThat(cgroups.pids(group)).containsExactly((int) member.pid());
    killAll();
  }

  @Test
  void processesOfAnotherGroupLiveOn() throws Exception {
    try (ScratchGroup other = new ScratchGroup()) {
      Process neighbour = other.members().start(other.path(), "exec sleep 60");
      scratch.members().start(group, "exec sleep 60");
      killAll();
      assertThat(neighbour.isAlive()).isTrue();
      assertThat(cgroups.pids(other.path())).containsExactly((int) neighbour.pid());
    }
  }

  @Test
  void moreProcessesThanAreHeldAtATimeDie() throws IOException {
    scratch
        .members()
        .startUntilReady(group, "for i in {1..300}; do sleep 60 & done; echo ready; wait");
    assertThat(cgroups.pids(group)).hasSizeGreaterThan(256);
    killAll();
  }

  @Test
  void theDaemonIsNeverKilled() throws IOException {
    int ourselves = (int) ProcessHandle.current().pid();
    Path pids = scratch.in("pids");
    Members.write(pids.resolve("cgroup.procs"), Integer.toString(ourselves));
    try {
      assertThatThrownBy(() -> cgroups.killAll(group, ScratchGroup.SOON))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the daemon itself");
    } finally {
      Members.write(pids.resolveSibling("cgroup.procs"), Integer.toString(ourselves));
    }
  }

  @Test
  void anInterruptEndsTheWaitAndLeavesNobodyFrozen() throws IOException {
    Process member = scratch.members().startUntilReady(group, "echo ready; exec sleep 60");
    Thread.currentThread().interrupt();
    try {
      cgroups.killAll(group, Duration.ofSeconds(5));
    } catch (IOException interrupted) {
      assertThat(interrupted).hasMessageContaining("interrupted");
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readString(scratch.in("freezer").resolve("freezer.state")).strip())
        .isEqualTo("THAWED");
    killAll();
    assertThat(member.onExit()).succeedsWithin(ScratchGroup.SOON);
  }

  /** The way to the innermost group is longer than any path may be. */
  @Test
  void groupsNestedDeeperThanAPathIsLongAreEmptiedAndRemoved() throws Exception {
    String descend =
        "name=$(printf 'n%.0s' {1..200}); for i in {1..30}; do mkdir $name && cd -P ./$name ||"
            + " exit 1; done; echo $$ > cgroup.procs; echo ready; exec sleep 60";
    Process member =
        scratch.members().startUntilReady(group, "cd '" + scratch.in("pids") + "'; " + descend);
    assertThat(cgroups.pids(group)).containsExactly((int) member.pid());
    assertThat(cgroups.isEmpty(group)).isFalse();
    assertThat(cgroups.removeIfEmpty(group)).isFalse();
    killAll();
    cgroups.remove(group);
    assertThat(cgroups.exists(group)).isFalse();
  }

  private void killAll() throws IOException {
    cgroups.killAll(group, ScratchGroup.SOON);
    assertThat(cgroups.pids(group)).isEmpty();
    assertThat(cgroups.isEmpty(group)).isTrue();
  }
}
