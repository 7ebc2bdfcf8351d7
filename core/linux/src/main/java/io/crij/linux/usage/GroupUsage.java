package io.crij.linux.usage;

import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.CgroupPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a control group and those below it use. Everything is empty where the controller is not
 * there or the group has gone. Each call reads one to four small files: platform threads only.
 */
public sealed interface GroupUsage permits UsageV1, UsageV2 {

  static GroupUsage of(CgroupHost host) {
    GroupFiles files = new GroupFiles(host);
    return host.isV2() ? new UsageV2(files) : new UsageV1(files);
  }

  /** Processor time in nanoseconds: {@link #cpu} without its parts, for less. */
  OptionalLong cpuNanos(CgroupPath group) throws IOException;

  Optional<CpuUsage> cpu(CgroupPath group) throws IOException;

  Optional<CpuThrottling> throttling(CgroupPath group) throws IOException;

  Optional<MemoryUsage> memory(CgroupPath group) throws IOException;

  MemoryLimits memoryLimits(CgroupPath group) throws IOException;

  /** Bytes left to the group when memory gets short (soft limit; memory.low); empty for none. */
  OptionalLong memoryReservation(CgroupPath group) throws IOException;

  MemoryHistory memoryHistory(CgroupPath group) throws IOException;

  /** In the order of device numbers; devices that it never used are not there. */
  List<DeviceIo> io(CgroupPath group) throws IOException;

  /** By size. */
  List<HugePages> hugePages(CgroupPath group) throws IOException;

  Optional<TaskCount> tasks(CgroupPath group) throws IOException;

  /** Where the kernel counts stalls; on nodes with v1 in the v2 hierarchy beside it. */
  Optional<Pressure> pressure(CgroupPath group, PressureKind kind) throws IOException;
}
