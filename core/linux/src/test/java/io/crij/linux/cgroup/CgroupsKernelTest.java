package io.crij.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CgroupsKernelTest {
  @AutoClose private final ScratchGroup scratch = new ScratchGroup();
  private final Cgroups cgroups = scratch.cgroups();
  private final CgroupPath group = scratch.path();

  CgroupsKernelTest() throws IOException {}

  @Test
  void aGroupIsInEveryHierarchy() throws IOException {
    assertThat(cgroups.host().hierarchies()).isNotEmpty();
    assertThat(cgroups.host().directories(group)).allMatch(Files::isDirectory);
    assertThat(cgroups.exists(group)).isTrue();
    assertThat(cgroups.isEmpty(group)).isTrue();
    assertThat(cgroups.pids(group)).isEmpty();
    assertThat(cgroups.create(group)).as("again").isEmpty();
  }

  @Test
  void aProcessIsMovedInEveryHierarchy() throws IOException {
    Process member = scratch.members().start(group, "sleep 60");
    String groups = Files.readString(Path.of("/proc/" + member.pid() + "/cgroup"));
    assertThat(groups.lines()).isNotEmpty().allMatch(line -> line.endsWith(":" + group));
    assertThat(cgroups.pids(group)).contains((int) member.pid());
    assertThat(cgroups.isEmpty(group)).isFalse();
  }

  @Test
  void whoIsInAGroupBelowIsFoundToo() throws IOException {
    CgroupPath below = group.child("a").child("b");
    cgroups.create(below);
    Process member = scratch.members().start(below, "exec sleep 60");
    assertThat(cgroups.pids(group)).containsExactly((int) member.pid());
    assertThat(cgroups.isEmpty(group)).isFalse();
    assertThat(cgroups.isEmpty(group.child("other"))).isTrue();
  }

  @Test
  void aZombieIsNobody() throws Exception {
    Process parent =
        scratch
            .members()
            .startUntilReady(
                group, "sleep 0.01 & exec 3<>/dev/null;" + " echo ready; kill -STOP $$; wait");
    // Stopped, it does not collect its child, which has ended by the time it is the only one left.
    while (cgroups.pids(group).size() > 1) {
      Thread.sleep(5);
    }
    assertThat(cgroups.pids(group)).containsExactly((int) parent.pid());
  }

  @Test
  void aBusyGroupStaysAndItsProcessesAreNamed() throws IOException {
    Process member = scratch.members().start(group, "exec sleep 60");
    assertThatThrownBy(() -> cgroups.remove(group))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(group.path())
        .hasMessageContaining("[" + member.pid() + "]");
    assertThat(cgroups.host().directories(group)).allMatch(Files::isDirectory);
  }

  @Test
  void groupsBelowAreRemovedToo() throws IOException {
    cgroups.create(group.child("a").child("b"));
    cgroups.create(group.child("c"));
    // As a container makes them, in one hierarchy alone.
    Files.createDirectories(scratch.in("memory").resolve("own/deeper"));
    cgroups.remove(group);
    assertThat(cgroups.exists(group)).isFalse();
    cgroups.remove(group);
  }

  @Test
  void whatIsAbsentIsEmptyAndRemoved() throws IOException {
    CgroupPath absent = group.child("absent");
    cgroups.remove(absent);
    cgroups.killAll(absent, Duration.ZERO);
    assertThat(cgroups.pids(absent)).isEmpty();
    assertThat(cgroups.exists(absent)).isFalse();
    assertThat(cgroups.oomKills(absent)).isEmpty();
    assertThat(cgroups.limits(absent))
        .isEqualTo(
            new CgroupLimits(
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty()));
    assertThatThrownBy(() -> cgroups.addProcess(absent, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("absent");
  }

  @Test
  void aProcessThatEndedCannotBeMoved() throws Exception {
    Process ended = new ProcessBuilder("/bin/true").start();
    ended.waitFor();
    assertThatThrownBy(() -> cgroups.addProcess(group, (int) ended.pid()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'" + ended.pid() + "'");
    assertThatIllegalArgumentException().isThrownBy(() -> cgroups.addProcess(group, 0));
  }

  @Test
  void limitsAreReadBack() throws IOException {
    assertThat(cgroups.limits(group).cpuQuotaMicros()).isEmpty();
    assertThat(cgroups.limits(group).memoryBytes()).isEmpty();
    Members.write(scratch.in("cpu").resolve("cpu.shares"), "512");
    Members.write(scratch.in("cpu").resolve("cpu.cfs_period_us"), "50000");
    Members.write(scratch.in("cpu").resolve("cpu.cfs_quota_us"), "25000");
    Members.write(scratch.in("memory").resolve("memory.limit_in_bytes"), "16777216");
    assertThat(cgroups.limits(group))
        .isEqualTo(
            new CgroupLimits(
                OptionalLong.of(512),
                OptionalLong.of(25_000),
                OptionalLong.of(50_000),
                OptionalLong.of(16_777_216)));
  }

  @Test
  void killsForWantOfMemoryAreCountedWithThoseBelow() throws Exception {
    assertThat(cgroups.oomKills(group)).hasValue(0);
    CgroupPath below = group.child("own");
    cgroups.create(below);
    Members.write(scratch.in("memory").resolve("own/memory.limit_in_bytes"), "8388608");
    Process eater =
        scratch.members().start(below, "head -c 64m /dev/zero | tail -c 48m >/dev/null; true");
    eater.waitFor();
    assertThat(cgroups.oomKills(group)).hasValue(1);
  }

  @Test
  void processorsAreInheritedAndNeverReplaced() throws IOException {
    Path cpuset = scratch.in("cpuset");
    String all = Files.readString(cpuset.getParent().resolve("cpuset.cpus"));
    assertThat(Files.readString(cpuset.resolve("cpuset.cpus"))).isEqualTo(all);
    assertThat(Files.readString(cpuset.resolve("cpuset.mems")).strip()).isNotEmpty();
    Members.write(cpuset.resolve("cpuset.cpus"), "0");
    cgroups.create(group.child("below"));
    assertThat(Files.readString(cpuset.resolve("below/cpuset.cpus")).strip()).isEqualTo("0");
    cgroups.create(group);
    assertThat(Files.readString(cpuset.resolve("cpuset.cpus")).strip()).isEqualTo("0");
  }

  @Test
  void groupsOfOthersAreNotTouched() {
    CgroupPath kubelet = new CgroupPath("/kubepods/besteffort");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cgroups.remove(kubelet))
        .withMessageContaining("not ours");
    assertThatIllegalArgumentException().isThrownBy(() -> cgroups.addProcess(kubelet, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> cgroups.killAll(kubelet, Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> new Cgroups(cgroups.host(), ""));
    assertThatIllegalArgumentException().isThrownBy(() -> new Cgroups(cgroups.host(), "a/b"));
  }

  @Test
  void aFileOfTheKernelIsNoGroup() {
    assertThatThrownBy(() -> cgroups.create(group.child("cgroup.procs")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a file of the kernel has that name");
  }

  @Test
  void manyMakeGroupsBelowOneParentWhileItIsTakenAway() throws Exception {
    int threads = 4;
    int rounds = 50;
    CgroupPath parent = group.child("parent");
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<Integer>> makers = new ArrayList<>();
      IntStream.range(0, threads)
          .forEach(number -> makers.add(() -> makeAndRemove(parent, number, rounds, start)));
      for (Future<Integer> maker : pool.invokeAll(makers)) {
        assertThat(maker.get()).isEqualTo(rounds);
      }
    }
    assertThat(cgroups.removeIfEmpty(parent)).isTrue();
  }

  private int makeAndRemove(CgroupPath parent, int number, int rounds, CyclicBarrier start)
      throws Exception {
    // Each with an instance of its own: nothing but the kernel is between them.
    Cgroups own = new Cgroups(CgroupHost.detect());
    CgroupPath mine = parent.child("crij-" + number);
    start.await();
    for (int round = 0; round < rounds; round++) {
      own.create(mine);
      assertThat(own.host().directories(mine)).allMatch(Files::isDirectory);
      own.remove(mine);
      own.removeIfEmpty(parent);
    }
    return rounds;
  }
}
