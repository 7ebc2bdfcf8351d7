package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** The files of cgroup v1 (Documentation/admin-guide/cgroup-v1, scheduler/sched-bwc.rst). */
record LimitFilesV1(CgroupHost host, CgroupPath group) implements LimitFiles {
  /** Numbers at and above this are "no limit": rounded down to a page of up to 64 KiB. */
  private static final long V1_UNLIMITED = Long.MAX_VALUE - 0xffff;

  private static final String QUOTA = "cpu.cfs_quota_us";
  private static final String PERIOD = "cpu.cfs_period_us";
  private static final String MEMORY = "memory.limit_in_bytes";
  private static final String BOTH = "memory.memsw.limit_in_bytes";
  private static final String HUGE = ".limit_in_bytes";

  @Override
  public void write(GroupLimits wanted, ChangedFiles files) throws IOException {
    if (wanted.cpuShares().isPresent()) {
      files.write(file("cpu", "cpu.shares"), text(wanted.cpuShares()));
    }
    if (wanted.cpuPeriodMicros().isPresent()) {
      period(wanted, files);
    } else if (wanted.cpuQuotaMicros().isPresent()) {
      files.write(file("cpu", QUOTA), text(wanted.cpuQuotaMicros()));
    }
    writeCpusets(wanted, files);
    memory(wanted, files);
    for (Map.Entry<String, Long> limit : wanted.hugePages().entrySet()) {
      files.write(
          file("hugetlb", "hugetlb." + limit.getKey() + HUGE), Long.toString(limit.getValue()));
    }
  }

  /** The kernel compares the quotient of both with that of the group above after each write. */
  private void period(GroupLimits wanted, ChangedFiles files) throws IOException {
    OptionalLong before = number("cpu", QUOTA);
    OptionalLong quota = wanted.cpuQuotaMicros().isPresent() ? wanted.cpuQuotaMicros() : before;
    if (!number("cpu", PERIOD).equals(wanted.cpuPeriodMicros())) {
      files.write(file("cpu", QUOTA), Long.toString(GroupLimits.NO_LIMIT));
      files.write(file("cpu", PERIOD), text(wanted.cpuPeriodMicros()));
    }
    files.write(file("cpu", QUOTA), text(quota));
  }

  /** Memory alone may never be allowed more than memory and swap together. */
  private void memory(GroupLimits wanted, ChangedFiles files) throws IOException {
    if (wanted.memoryAndSwapBytes().isEmpty()) {
      if (wanted.memoryBytes().isPresent()) {
        files.write(file("memory", MEMORY), text(wanted.memoryBytes()));
      }
      return;
    }
    Path both = file("memory", BOTH);
    long next = wanted.memoryAndSwapBytes().getAsLong();
    boolean rises =
        next == GroupLimits.NO_LIMIT || next >= number("memory", BOTH).orElse(Long.MAX_VALUE);
    if (rises) {
      files.write(both, Long.toString(next));
    }
    if (wanted.memoryBytes().isPresent()) {
      files.write(file("memory", MEMORY), text(wanted.memoryBytes()));
    }
    if (!rises) {
      files.write(both, Long.toString(next));
    }
  }

  @Override
  public GroupLimits read(GroupLimits asked) throws IOException {
    return new GroupLimits(
        asked(asked.cpuShares(), "cpu", "cpu.shares"),
        asked(asked.cpuQuotaMicros(), "cpu", QUOTA),
        asked(asked.cpuPeriodMicros(), "cpu", PERIOD),
        cpuset(asked.cpus(), "cpuset.cpus"),
        cpuset(asked.mems(), "cpuset.mems"),
        asked(asked.memoryBytes(), "memory", MEMORY),
        asked(asked.memoryAndSwapBytes(), "memory", BOTH),
        hugePages(asked, HUGE),
        Map.of());
  }

  private OptionalLong asked(OptionalLong asked, String controller, String name)
      throws IOException {
    OptionalLong found = asked.isEmpty() ? asked : number(controller, name);
    return found.isPresent() && found.getAsLong() >= V1_UNLIMITED
        ? OptionalLong.of(GroupLimits.NO_LIMIT)
        : found;
  }

  private static String text(OptionalLong value) {
    return Long.toString(value.getAsLong());
  }
}
