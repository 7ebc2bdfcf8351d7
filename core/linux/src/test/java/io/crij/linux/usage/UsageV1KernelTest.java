package io.crij.linux.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group of this host with a process in it that works and waits. */
class UsageV1KernelTest {
  private static final long LIMIT = 256 << 20;

  private final CgroupPath group =
      new CgroupPath("/crij-usage-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
  private Cgroups cgroups;
  private GroupUsage usage;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    CgroupHost host = CgroupHost.detect();
    assumeFalse(host.isV2(), "the host has v2 only");
    cgroups = new Cgroups(host);
    usage = GroupUsage.of(host);
    cgroups.create(group);
    write("memory", "memory.limit_in_bytes", Long.toString(LIMIT));
    process =
        new ProcessBuilder(
                "sh",
                "-c",
                "read go; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done;"
                    + " head -c 20000000 /dev/zero | tail -c 20000000 >/dev/null;"
                    + " echo done; read end")
            .start();
    cgroups.addProcess(group, (int) process.pid());
  }

  @AfterEach
  void end() throws IOException {
    if (cgroups != null) {
      cgroups.killAll(group, Duration.ofSeconds(20));
      cgroups.remove(group);
    }
  }

  private void write(String controller, String file, String value) throws IOException {
    Path directory = Path.of(cgroups.host().hierarchyOf(controller).orElseThrow() + group.path());
    Files.writeString(directory.resolve(file), value);
  }

  /** Until it has done its work. */
  private void work() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    assertThat(process.inputReader().readLine()).isEqualTo("done");
  }

  @Test
  void processorTimeGrowsByWorkAndNotByWaiting() throws IOException {
    long before = usage.cpuNanos(group).orElseThrow();
    work();
    CpuUsage after = usage.cpu(group).orElseThrow();
    assertThat(after.totalNanos()).isGreaterThan(before + 1_000_000);
    assertThat(after.userNanos() + after.systemNanos()).isPositive();
    assertThat(usage.throttling(group).orElseThrow().throttledPeriods()).isZero();
  }

  @Test
  void memoryItsLimitsAndItsPeak() throws IOException {
    work();
    MemoryUsage memory = usage.memory(group).orElseThrow();
    assertThat(memory.usage()).isBetween(4096L, LIMIT);
    assertThat(memory.workingSet()).isBetween(1L, memory.usage());
    assertThat(memory.pageFaults()).isPositive();
    assertThat(usage.memoryHistory(group).peak().orElseThrow()).isGreaterThan(15_000_000);
    assertThat(usage.memoryLimits(group).memory()).isEqualTo(OptionalLong.of(LIMIT));
    assertThat(usage.memoryLimits(group).memoryAndSwap()).isEmpty();
    write("memory", "memory.memsw.limit_in_bytes", Long.toString(LIMIT + 4096));
    assertThat(usage.memoryLimits(group).swap()).isEqualTo(OptionalLong.of(4096));
    assertThat(usage.memoryReservation(group)).isEmpty();
    write("memory", "memory.soft_limit_in_bytes", "1048576");
    assertThat(usage.memoryReservation(group)).isEqualTo(OptionalLong.of(1 << 20));
  }

  @Test
  void tasksFilesAndLimits() throws IOException {
    write("pids", "pids.max", "50");
    assertThat(usage.tasks(group)).contains(new TaskCount(1, OptionalLong.of(50)));
    Set<Integer> members = cgroups.members(group);
    assertThat(members).containsExactly((int) process.pid());
    assertThat(ProcessFiles.open(members)).isEqualTo(3);
    assertThat(ProcessFiles.softLimit((int) process.pid())).isPresent();
    assertThat(ProcessFiles.open(Set.of(Integer.MAX_VALUE))).isZero();
    assertThat(ProcessFiles.softLimit(Integer.MAX_VALUE)).isEmpty();
  }

  @Test
  void membersOfGroupsBelowCountToo() throws IOException {
    CgroupPath below = group.child("below");
    cgroups.create(below);
    cgroups.addProcess(below, (int) process.pid());
    assertThat(cgroups.members(group)).containsExactly((int) process.pid());
  }

  @Test
  void pressureOfTheGroupComesFromTheV2HierarchyBeside() throws IOException {
    boolean counted =
        cgroups.host().unified().stream()
            .anyMatch(root -> Files.exists(Path.of(root + group.path(), "cpu.pressure")));
    work();
    assertThat(usage.pressure(group, PressureKind.CPU).isPresent()).isEqualTo(counted);
  }

  @Test
  void hugePagesWhereTheHierarchyIsMounted() throws IOException {
    boolean mounted = cgroups.host().hierarchyOf("hugetlb").isPresent();
    assertThat(usage.hugePages(group).isEmpty()).isEqualTo(!mounted);
    assertThat(usage.hugePages(group)).allMatch(pages -> pages.usage() == 0);
  }

  @Test
  void namesOfBlockDevices() throws IOException {
    BlockDevices devices = new BlockDevices();
    assertThat(devices.name("4095:1")).isEqualTo("4095:1");
    assertThat(devices.name("7:0")).isEqualTo("/dev/loop0");
  }
}
