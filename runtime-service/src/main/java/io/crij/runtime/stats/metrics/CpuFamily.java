package io.crij.runtime.stats.metrics;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.usage.CpuThrottling;
import io.crij.linux.usage.CpuUsage;
import io.crij.linux.usage.GroupUsage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Processor time and what a quota took of it. */
record CpuFamily(GroupUsage usage) implements MetricFamily {
  private static final Described TOTAL =
      Described.counter(
          "cpu_usage_seconds_total", "Processor time used, over all processors.", "cpu");
  private static final Described USER =
      Described.counter("cpu_user_seconds_total", "Processor time used in user mode.");
  private static final Described SYSTEM =
      Described.counter("cpu_system_seconds_total", "Processor time used in the kernel.");
  private static final Described PERIODS =
      Described.counter(
          "cpu_cfs_periods_total", "Quota periods in which there was something to run.");
  private static final Described THROTTLED_PERIODS =
      Described.counter(
          "cpu_cfs_throttled_periods_total", "Quota periods that ended with tasks held up.");
  private static final Described THROTTLED =
      Described.counter(
          "cpu_cfs_throttled_seconds_total", "Time that tasks were held up by the quota.");

  @Override
  public List<Described> described() {
    return List.of(TOTAL, USER, SYSTEM, PERIODS, THROTTLED_PERIODS, THROTTLED);
  }

  @Override
  public void sample(Subject subject, Samples samples) throws IOException {
    if (subject.group().isEmpty()) {
      return;
    }
    CgroupPath group = subject.group().get();
    Optional<CpuUsage> cpu = usage.cpu(group);
    if (cpu.isPresent()) {
      samples.addSeconds(TOTAL, cpu.get().totalNanos(), "total");
      samples.addSeconds(USER, cpu.get().userNanos());
      samples.addSeconds(SYSTEM, cpu.get().systemNanos());
    }
    Optional<CpuThrottling> throttling = usage.throttling(group);
    if (throttling.isPresent()) {
      samples.add(PERIODS, throttling.get().periods());
      samples.add(THROTTLED_PERIODS, throttling.get().throttledPeriods());
      samples.addSeconds(THROTTLED, throttling.get().throttledNanos());
    }
  }
}
