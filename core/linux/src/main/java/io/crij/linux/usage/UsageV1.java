package io.crij.linux.usage;

import io.crij.linux.cgroup.CgroupPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** By the files of Documentation/admin-guide/cgroup-v1 of the kernel. */
record UsageV1(GroupFiles files) implements GroupUsage {

  @Override
  public OptionalLong cpuNanos(CgroupPath group) throws IOException {
    return files.number("cpuacct", group, "cpuacct.usage");
  }

  @Override
  public Optional<CpuUsage> cpu(CgroupPath group) throws IOException {
    OptionalLong total = cpuNanos(group);
    if (total.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new CpuUsage(
            total.getAsLong(),
            files.number("cpuacct", group, "cpuacct.usage_user").orElse(0),
            files.number("cpuacct", group, "cpuacct.usage_sys").orElse(0)));
  }

  @Override
  public Optional<CpuThrottling> throttling(CgroupPath group) throws IOException {
    return files
        .keyed("cpu", group, "cpu.stat")
        .map(
            stat ->
                new CpuThrottling(
                    stat.getOrDefault("nr_periods", 0L),
                    stat.getOrDefault("nr_throttled", 0L),
                    stat.getOrDefault("throttled_time", 0L)));
  }

  @Override
  public Optional<MemoryUsage> memory(CgroupPath group) throws IOException {
    OptionalLong usage = files.number("memory", group, "memory.usage_in_bytes");
    if (usage.isEmpty()) {
      return Optional.empty();
    }
    // The lines that begin with total_ count the groups below as well.
    return files
        .keyed("memory", group, "memory.stat")
        .map(
            stat ->
                new MemoryUsage(
                    usage.getAsLong(),
                    stat.getOrDefault("total_inactive_file", 0L),
                    stat.getOrDefault("total_rss", 0L),
                    stat.getOrDefault("total_cache", 0L),
                    stat.getOrDefault("total_mapped_file", 0L),
                    KernelText.value(stat, "total_swap"),
                    stat.getOrDefault("total_pgfault", 0L),
                    stat.getOrDefault("total_pgmajfault", 0L)));
  }

  /** The limit of v1 is for memory and swap together. */
  @Override
  public MemoryLimits memoryLimits(CgroupPath group) throws IOException {
    OptionalLong memory = files.limit("memory", group, "memory.limit_in_bytes");
    OptionalLong both =
        memory.isPresent()
            ? files.limit("memory", group, "memory.memsw.limit_in_bytes")
            : OptionalLong.empty();
    return new MemoryLimits(
        memory,
        both.isPresent()
            ? OptionalLong.of(both.getAsLong() - memory.getAsLong())
            : OptionalLong.empty());
  }

  @Override
  public OptionalLong memoryReservation(CgroupPath group) throws IOException {
    return files.limit("memory", group, "memory.soft_limit_in_bytes");
  }

  @Override
  public MemoryHistory memoryHistory(CgroupPath group) throws IOException {
    return new MemoryHistory(
        files.number("memory", group, "memory.max_usage_in_bytes"),
        files.number("memory", group, "memory.failcnt"),
        files.number("memory", group, "memory.kmem.usage_in_bytes"));
  }

  @Override
  public List<DeviceIo> io(CgroupPath group) throws IOException {
    return IoLines.v1(
        files.text("blkio", group, "blkio.throttle.io_service_bytes_recursive").orElse(""),
        files.text("blkio", group, "blkio.throttle.io_serviced_recursive").orElse(""));
  }

  @Override
  public List<HugePages> hugePages(CgroupPath group) throws IOException {
    return files.hugePages(group, "usage_in_bytes", Optional.of("max_usage_in_bytes"));
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
