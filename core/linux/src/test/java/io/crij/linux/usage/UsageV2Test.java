package io.crij.linux.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.CgroupPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a group as a v2 kernel wrote them. */
class UsageV2Test {
  private static final CgroupPath GROUP = new CgroupPath("/kubepods/pod1/crij-2");

  @TempDir Path root;
  private Path group;
  private GroupUsage usage;

  @BeforeEach
  void makeGroup() throws IOException {
    group = Files.createDirectories(root.resolve("kubepods/pod1/crij-2"));
    usage = GroupUsage.of(new CgroupHost(CgroupHost.Version.V2, Map.of(), Optional.of(root)));
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(group.resolve(name), text);
  }

  @Test
  void processorTimeAndQuota() throws IOException {
    file(
        "cpu.stat",
        """
        usage_usec 7563120
        user_usec 5000001
        system_usec 2563119
        nice_usec 0
        core_sched.force_idle_usec 0
        nr_periods 40
        nr_throttled 12
        throttled_usec 900007
        nr_bursts 0
        burst_usec 0
        """);
    assertThat(usage.cpu(GROUP))
        .contains(new CpuUsage(7_563_120_000L, 5_000_001_000L, 2_563_119_000L));
    assertThat(usage.cpuNanos(GROUP)).isEqualTo(OptionalLong.of(7_563_120_000L));
    assertThat(usage.throttling(GROUP)).contains(new CpuThrottling(40, 12, 900_007_000L));
  }

  @Test
  void withoutTheCpuControllerThereIsTimeAndNoQuota() throws IOException {
    file("cpu.stat", "usage_usec 5\nuser_usec 3\nsystem_usec 2\n");
    assertThat(usage.cpu(GROUP)).contains(new CpuUsage(5000, 3000, 2000));
    assertThat(usage.throttling(GROUP)).isEmpty();
  }

  @Test
  void memory() throws IOException {
    file("memory.current", "50331648\n");
    file(
        "memory.stat",
        """
        anon 20971520
        file 25165824
        kernel 4194304
        file_mapped 8388608
        inactive_file 16777216
        pgfault 1234
        pgmajfault 5
        """);
    file("memory.swap.current", "4096\n");
    file("memory.max", "67108864\n");
    file("memory.swap.max", "1048576\n");
    file("memory.low", "0\n");
    file("memory.peak", "60000000\n");
    file("memory.events", "low 0\nhigh 0\nmax 9\noom 1\noom_kill 1\n");
    MemoryUsage memory = usage.memory(GROUP).orElseThrow();
    assertThat(memory)
        .isEqualTo(
            new MemoryUsage(
                50331648, 16777216, 20971520, 25165824, 8388608, OptionalLong.of(4096), 1234, 5));
    assertThat(memory.workingSet()).isEqualTo(33554432);
    MemoryLimits limits = usage.memoryLimits(GROUP);
    assertThat(limits)
        .isEqualTo(new MemoryLimits(OptionalLong.of(64 << 20), OptionalLong.of(1 << 20)));
    assertThat(limits.memoryAndSwap()).isEqualTo(OptionalLong.of(65 << 20));
    assertThat(usage.memoryReservation(GROUP)).isEmpty();
    assertThat(usage.memoryHistory(GROUP))
        .isEqualTo(
            new MemoryHistory(
                OptionalLong.of(60000000), OptionalLong.of(9), OptionalLong.of(4194304)));
  }

  @Test
  void withoutLimitsAndOnOlderKernels() throws IOException {
    file("memory.current", "4096\n");
    file("memory.stat", "anon 4096\nfile 0\n");
    file("memory.max", "max\n");
    file("memory.swap.max", "max\n");
    assertThat(usage.memory(GROUP).orElseThrow().swap()).isEmpty();
    assertThat(usage.memoryLimits(GROUP))
        .isEqualTo(new MemoryLimits(OptionalLong.empty(), OptionalLong.empty()));
    assertThat(usage.memoryHistory(GROUP))
        .isEqualTo(
            new MemoryHistory(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()));
  }

  @Test
  void tasksDisksAndPressure() throws IOException {
    file("pids.current", "17\n");
    file("pids.max", "max\n");
    file("io.stat", "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n8:16 \n");
    file("io.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n");
    assertThat(usage.tasks(GROUP)).contains(new TaskCount(17, OptionalLong.empty()));
    assertThat(usage.io(GROUP)).containsExactly(new DeviceIo("8:0", 1, 2, 3, 4));
    assertThat(usage.pressure(GROUP, PressureKind.IO).orElseThrow().some().totalMicros())
        .isEqualTo(5);
    assertThat(usage.pressure(GROUP, PressureKind.CPU)).isEmpty();
  }

  @Test
  void aGroupThatIsNotThereUsesNothing() throws IOException {
    CgroupPath gone = new CgroupPath("/gone");
    assertThat(usage.cpu(gone)).isEmpty();
    assertThat(usage.cpuNanos(gone)).isEmpty();
    assertThat(usage.memory(gone)).isEmpty();
    assertThat(usage.tasks(gone)).isEmpty();
    assertThat(usage.io(gone)).isEmpty();
    assertThat(usage.hugePages(gone)).isEmpty();
  }
}
