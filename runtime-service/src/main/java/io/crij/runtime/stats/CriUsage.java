package io.crij.runtime.stats;

import io.crij.cri.v1.CpuUsage;
import io.crij.cri.v1.IoUsage;
import io.crij.cri.v1.MemoryUsage;
import io.crij.cri.v1.PsiData;
import io.crij.cri.v1.PsiStats;
import io.crij.cri.v1.SwapUsage;
import io.crij.cri.v1.UInt64Value;
import io.crij.linux.usage.MemoryLimits;
import io.crij.linux.usage.Pressure;
import io.crij.linux.usage.Pressure.Stall;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Numbers of the kernel as messages of CRI. */
final class CriUsage {
  private CriUsage() {}

  static UInt64Value value(long number) {
    return UInt64Value.newBuilder().setValue(number).build();
  }

  static CpuUsage cpu(
      long timestamp, long usageNanos, OptionalLong nanoCores, Optional<Pressure> pressure) {
    CpuUsage.Builder cpu =
        CpuUsage.newBuilder().setTimestamp(timestamp).setUsageCoreNanoSeconds(value(usageNanos));
    nanoCores.ifPresent(rate -> cpu.setUsageNanoCores(value(rate)));
    pressure.ifPresent(stalls -> cpu.setPsi(psi(stalls)));
    return cpu.build();
  }

  static MemoryUsage memory(
      long timestamp,
      io.crij.linux.usage.MemoryUsage usage,
      MemoryLimits limits,
      Optional<Pressure> pressure) {
    MemoryUsage.Builder memory =
        MemoryUsage.newBuilder()
            .setTimestamp(timestamp)
            .setWorkingSetBytes(value(usage.workingSet()))
            .setUsageBytes(value(usage.usage()))
            .setRssBytes(value(usage.rss()))
            .setPageFaults(value(usage.pageFaults()))
            .setMajorPageFaults(value(usage.majorPageFaults()));
    limits
        .memory()
        .ifPresent(
            limit -> memory.setAvailableBytes(value(Math.max(0, limit - usage.workingSet()))));
    pressure.ifPresent(stalls -> memory.setPsi(psi(stalls)));
    return memory.build();
  }

  /** Empty where swap is not counted. */
  static Optional<SwapUsage> swap(
      long timestamp, io.crij.linux.usage.MemoryUsage usage, MemoryLimits limits) {
    if (usage.swap().isEmpty()) {
      return Optional.empty();
    }
    long used = usage.swap().getAsLong();
    SwapUsage.Builder swap =
        SwapUsage.newBuilder().setTimestamp(timestamp).setSwapUsageBytes(value(used));
    limits.swap().ifPresent(limit -> swap.setSwapAvailableBytes(value(Math.max(0, limit - used))));
    return Optional.of(swap.build());
  }

  static IoUsage io(long timestamp, Pressure pressure) {
    return IoUsage.newBuilder().setTimestamp(timestamp).setPsi(psi(pressure)).build();
  }

  private static PsiStats psi(Pressure pressure) {
    PsiStats.Builder psi = PsiStats.newBuilder().setSome(data(pressure.some()));
    pressure.full().ifPresent(full -> psi.setFull(data(full)));
    return psi.build();
  }

  private static PsiData data(Stall stall) {
    return PsiData.newBuilder()
        .setTotal(TimeUnit.MICROSECONDS.toNanos(stall.totalMicros()))
        .setAvg10(stall.average10())
        .setAvg60(stall.average60())
        .setAvg300(stall.average300())
        .build();
  }
}
