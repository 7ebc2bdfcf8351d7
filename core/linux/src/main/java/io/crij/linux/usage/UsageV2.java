package io.crij.linux.usage;

import io.crij.linux.cgroup.CgroupPath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** By the files of Documentation/admin-guide/cgroup-v2.rst of the kernel. */
record UsageV2(GroupFiles files) implements GroupUsage {
  private static final long NANOS_IN_MICRO = 1000;

  @Override
  public OptionalLong cpuNanos(CgroupPath group) throws IOException {
    Optional<CpuUsage> cpu = cpu(group);
    return cpu.isPresent() ? OptionalLong.of(cpu.get().totalNanos()) : OptionalLong.empty();
  }

  @Override
  public Optional<CpuUsage> cpu(CgroupPath group) throws IOException {
    return files
        .keyed("cpu", group, "cpu.stat")
        .map(
            stat ->
                new CpuUsage(
                    nanos(stat, "usage_usec"),
                    nanos(stat, "user_usec"),
                    nanos(stat, "system_usec")));
  }

  @Override
  public Optional<CpuThrottling> throttling(CgroupPath group) throws IOException {
    return files
        .keyed("cpu", group, "cpu.stat")
        .filter(stat -> stat.containsKey("nr_periods"))
        .map(
            stat ->
                new CpuThrottling(
                    stat.get("nr_periods"),
                    stat.getOrDefault("nr_throttled", 0L),
                    nanos(stat, "throttled_usec")));
  }

  private static long nanos(Map<String, Long> stat, String key) {
    return stat.getOrDefault(key, 0L) * NANOS_IN_MICRO;
  }

  @Override
  public Optional<MemoryUsage> memory(CgroupPath group) throws IOException {
    OptionalLong usage = files.number("memory", group, "memory.current");
    OptionalLong swap = files.number("memory", group, "memory.swap.current");
    if (usage.isEmpty()) {
      return Optional.empty();
    }
    return files
        .keyed("memory", group, "memory.stat")
        .map(
            stat ->
                new MemoryUsage(
                    usage.getAsLong(),
                    stat.getOrDefault("inactive_file", 0L),
                    stat.getOrDefault("anon", 0L),
                    stat.getOrDefault("file", 0L),
                    stat.getOrDefault("file_mapped", 0L),
                    swap,
                    stat.getOrDefault("pgfault", 0L),
                    stat.getOrDefault("pgmajfault", 0L)));
  }

  @Override
  public MemoryLimits memoryLimits(CgroupPath group) throws IOException {
    return new MemoryLimits(
        files.limit("memory", group, "memory.max"),
        files.limit("memory", group, "memory.swap.max"));
  }

  @Override
  public OptionalLong memoryReservation(CgroupPath group) throws IOException {
    OptionalLong low = files.limit("memory", group, "memory.low");
    return low.orElse(0) > 0 ? low : OptionalLong.empty();
  }

  /** memory.peak is there since Linux 5.19, "kernel" since 5.18. */
  @Override
  public MemoryHistory memoryHistory(CgroupPath group) throws IOException {
    return new MemoryHistory(
        files.number("memory", group, "memory.peak"),
        value(files.keyed("memory", group, "memory.events"), "max"),
        value(files.keyed("memory", group, "memory.stat"), "kernel"));
  }

  private static OptionalLong value(Optional<Map<String, Long>> values, String key) {
    return values.map(all -> KernelText.value(all, key)).orElse(OptionalLong.empty());
  }

  @Override
  public List<DeviceIo> io(CgroupPath group) throws IOException {
    return IoLines.v2(files.text("io", group, "io.stat").orElse(""));
  }

  @Override
  public List<HugePages> hugePages(CgroupPath group) throws IOException {
    return files.hugePages(group, "current", Optional.empty());
  }

  @Override
  public Optional<TaskCount> tasks(CgroupPath group) throws IOException {
    return files.tasks(group);
  }

  @Override
  public Optional<Pressure> pressure(CgroupPath group, PressureKind kind) throws IOException {
    return files.pressure(group, kind);
  }
}
