package io.crij.runtime.stats;

import io.crij.cri.v1.ContainerStats;
import io.crij.cri.v1.CpuUsage;
import io.crij.cri.v1.LinuxPodSandboxStats;
import io.crij.cri.v1.MemoryUsage;
import io.crij.cri.v1.UInt64Value;
import java.util.List;
import java.util.function.Function;

/** The numbers of a pod whose control group is not its own: those of its containers together. */
final class PodSum {
  private PodSum() {}

  /** As of the oldest of them; nothing when no container runs. */
  static void addTo(LinuxPodSandboxStats.Builder pod) {
    List<CpuUsage> cpus =
        pod.getContainersList().stream()
            .filter(ContainerStats::hasCpu)
            .map(ContainerStats::getCpu)
            .toList();
    if (!cpus.isEmpty()) {
      pod.setCpu(
          CpuUsage.newBuilder()
              .setTimestamp(cpus.stream().mapToLong(CpuUsage::getTimestamp).min().orElse(0))
              .setUsageCoreNanoSeconds(sum(cpus, CpuUsage::getUsageCoreNanoSeconds))
              .setUsageNanoCores(sum(cpus, CpuUsage::getUsageNanoCores)));
    }
    List<MemoryUsage> memories =
        pod.getContainersList().stream()
            .filter(ContainerStats::hasMemory)
            .map(ContainerStats::getMemory)
            .toList();
    if (!memories.isEmpty()) {
      pod.setMemory(
          MemoryUsage.newBuilder()
              .setTimestamp(memories.stream().mapToLong(MemoryUsage::getTimestamp).min().orElse(0))
              .setWorkingSetBytes(sum(memories, MemoryUsage::getWorkingSetBytes))
              .setUsageBytes(sum(memories, MemoryUsage::getUsageBytes))
              .setRssBytes(sum(memories, MemoryUsage::getRssBytes))
              .setPageFaults(sum(memories, MemoryUsage::getPageFaults))
              .setMajorPageFaults(sum(memories, MemoryUsage::getMajorPageFaults)));
    }
  }

  private static <T> UInt64Value sum(List<T> all, Function<T, UInt64Value> field) {
    return CriUsage.value(all.stream().map(field).mapToLong(UInt64Value::getValue).sum());
  }
}
