package io.crij.runtime.spec;

import io.crij.cri.v1.HugepageLimit;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.linux.cgroup.GroupLimits;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.spec.OciCpu;
import io.crij.oci.spec.OciHugepageLimit;
import io.crij.oci.spec.OciMemory;
import io.crij.oci.spec.OciResources;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** CRI's resources of a container that exists: zero and empty mean "as it is". */
public final class Resources {
  private static final long PAGE = 4096;
  private static final long LARGEST_PAGE = 65536;

  private Resources() {}

  static GroupLimits limits(LinuxContainerResources wanted, HostFacts host, RuntimeFacts runtime) {
    OciResources checked = ResourceLimits.of(wanted, host, runtime);
    Optional<OciCpu> cpu = checked.cpu();
    Optional<OciMemory> memory = checked.memory();
    return new GroupLimits(
        cpu.map(OciCpu::shares).orElse(OptionalLong.empty()),
        cpu.map(OciCpu::quota).orElse(OptionalLong.empty()),
        cpu.map(OciCpu::period).orElse(OptionalLong.empty()),
        cpu.map(OciCpu::cpus).orElse(""),
        cpu.map(OciCpu::mems).orElse(""),
        memory.map(OciMemory::limit).orElse(OptionalLong.empty()),
        memory.map(OciMemory::swap).orElse(OptionalLong.empty()),
        checked.hugepageLimits().stream()
            .collect(
                Collectors.toMap(
                    OciHugepageLimit::pageSize, OciHugepageLimit::limit, (_, last) -> last)),
        checked.unified());
  }

  /** What was asked for before, with what is asked for now in its place. */
  public static LinuxContainerResources merged(
      LinuxContainerResources before, LinuxContainerResources wanted) {
    LinuxContainerResources.Builder merged = before.toBuilder().clearHugepageLimits();
    before.getHugepageLimitsList().stream()
        .filter(
            old ->
                wanted.getHugepageLimitsList().stream()
                    .noneMatch(limit -> limit.getPageSize().equals(old.getPageSize())))
        .forEach(merged::addHugepageLimits);
    // A number of zero and an empty text are not taken over.
    return merged.mergeFrom(wanted).build();
  }

  /** As ContainerStatus shows them: what was asked for, with the values that the kernel has. */
  public static LinuxContainerResources inForce(LinuxContainerResources asked, GroupLimits kernel) {
    LinuxContainerResources.Builder shown = asked.toBuilder();
    set(asked.getCpuShares(), kernel.cpuShares(), shown::setCpuShares);
    set(asked.getCpuQuota(), kernel.cpuQuotaMicros(), shown::setCpuQuota);
    set(asked.getCpuPeriod(), kernel.cpuPeriodMicros(), shown::setCpuPeriod);
    setBytes(asked.getMemoryLimitInBytes(), kernel.memoryBytes(), shown::setMemoryLimitInBytes);
    setBytes(
        asked.getMemorySwapLimitInBytes(),
        kernel.memoryAndSwapBytes(),
        shown::setMemorySwapLimitInBytes);
    if (!kernel.cpus().isEmpty()) {
      shown.setCpusetCpus(kernel.cpus());
    }
    if (!kernel.mems().isEmpty()) {
      shown.setCpusetMems(kernel.mems());
    }
    shown.clearHugepageLimits();
    for (HugepageLimit limit : asked.getHugepageLimitsList()) {
      long bytes = kernel.hugePages().getOrDefault(limit.getPageSize(), limit.getLimit());
      shown.addHugepageLimits(limit.toBuilder().setLimit(bytes));
    }
    return shown.putAllUnified(kernel.unified()).build();
  }

  private static void set(long asked, OptionalLong kernel, LongConsumer field) {
    if (asked != 0) {
      kernel.ifPresent(field);
    }
  }

  /** The kernel counts pages: a number that was only rounded down to one is in force. */
  private static void setBytes(long asked, OptionalLong kernel, LongConsumer field) {
    boolean rounded =
        kernel.isPresent()
            && (kernel.getAsLong() == asked - asked % PAGE
                || kernel.getAsLong() == asked - asked % LARGEST_PAGE);
    if (!rounded) {
      set(asked, kernel, field);
    }
  }
}
