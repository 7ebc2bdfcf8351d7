package io.crij.runtime.stats.metrics;

import io.crij.linux.cgroup.CgroupLimits;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.usage.GroupUsage;
import io.crij.linux.usage.MemoryLimits;
import java.io.IOException;
import java.util.List;

/** Limits that are in force. */
record SpecFamily(GroupUsage usage, Cgroups cgroups) implements MetricFamily {
  private static final Described PERIOD =
      Described.gauge("spec_cpu_period", "Microseconds of a quota period.");
  private static final Described QUOTA =
      Described.gauge("spec_cpu_quota", "Microseconds of processor time in each period.");
  private static final Described SHARES =
      Described.gauge("spec_cpu_shares", "Share of processors when they are short.");
  private static final Described MEMORY =
      Described.gauge("spec_memory_limit_bytes", "Limit of memory; 0 for none.");
  private static final Described RESERVATION =
      Described.gauge(
          "spec_memory_reservation_limit_bytes",
          "Memory left to it when memory is short; 0 for none.");
  private static final Described SWAP =
      Described.gauge("spec_memory_swap_limit_bytes", "Limit of memory and swap; 0 for none.");

  @Override
  public List<Described> described() {
    return List.of(PERIOD, QUOTA, SHARES, MEMORY, RESERVATION, SWAP);
  }

  @Override
  public void sample(Subject subject, Samples samples) throws IOException {
    if (subject.group().isEmpty()) {
      return;
    }
    CgroupPath group = subject.group().get();
    CgroupLimits cpu = cgroups.limits(group);
    samples.addIfPresent(PERIOD, cpu.cpuPeriodMicros());
    samples.addIfPresent(QUOTA, cpu.cpuQuotaMicros());
    samples.addIfPresent(SHARES, cpu.cpuShares());
    MemoryLimits memory = usage.memoryLimits(group);
    samples.add(MEMORY, memory.memory().orElse(0));
    samples.add(RESERVATION, usage.memoryReservation(group).orElse(0));
    samples.add(SWAP, memory.memoryAndSwap().orElse(0));
  }
}
