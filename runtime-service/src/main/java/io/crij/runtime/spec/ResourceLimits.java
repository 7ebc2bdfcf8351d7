package io.crij.runtime.spec;

import io.crij.cri.v1.LinuxContainerResources;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.runtime.RuntimeKind;
import io.crij.oci.spec.OciCpu;
import io.crij.oci.spec.OciMemory;
import io.crij.oci.spec.OciResources;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Limits of a container's control group. Zero and empty mean: not specified. */
final class ResourceLimits {
  private static final long LEAST_SHARES = 2;
  private static final long MOST_SHARES = 262_144;
  private static final long LEAST_MICROS = 1_000;
  private static final long LONGEST_PERIOD = 1_000_000;

  /** What runc's own first process needs in the container's group, before the container runs. */
  private static final long LEAST_MEMORY_RUNC = 12L << 20;

  private static final long LEAST_MEMORY = 1L << 20;

  private ResourceLimits() {}

  /** Without devices, which are no limit. */
  static OciResources of(LinuxContainerResources wanted, HostFacts host, RuntimeFacts runtime) {
    return new OciResources(
        List.of(),
        memory(wanted, host, runtime),
        cpu(wanted, host.topology()),
        Optional.empty(),
        HugepageLimits.of(wanted.getHugepageLimitsList(), host),
        UnifiedKeys.of(wanted.getUnifiedMap(), host));
  }

  private static Optional<OciCpu> cpu(LinuxContainerResources wanted, Topology there) {
    OptionalLong shares = ranged("cpu_shares", wanted.getCpuShares(), LEAST_SHARES, MOST_SHARES);
    OptionalLong period = ranged("cpu_period", wanted.getCpuPeriod(), LEAST_MICROS, LONGEST_PERIOD);
    OptionalLong quota =
        wanted.getCpuQuota() == -1
            ? OptionalLong.of(-1)
            : ranged("cpu_quota", wanted.getCpuQuota(), LEAST_MICROS, Long.MAX_VALUE / 1_000);
    String cpus = cpuset("cpuset_cpus", wanted.getCpusetCpus(), there.cpus());
    String mems = cpuset("cpuset_mems", wanted.getCpusetMems(), there.memoryNodes());
    boolean none =
        shares.isEmpty() && period.isEmpty() && quota.isEmpty() && cpus.isEmpty() && mems.isEmpty();
    return none ? Optional.empty() : Optional.of(new OciCpu(shares, quota, period, cpus, mems));
  }

  private static OptionalLong ranged(String field, long value, long least, long most) {
    if (value == 0) {
      return OptionalLong.empty();
    }
    if (value < least || value > most) {
      throw new Field(field, Long.toString(value))
          .wrong("is out of range", "Give 0 for none, or " + least + " to " + most + ".");
    }
    return OptionalLong.of(value);
  }

  private static String cpuset(String field, String value, String there) {
    if (value.isEmpty()) {
      return value;
    }
    try {
      Topology.missing(IdList.parse(value), there)
          .ifPresent(
              number -> {
                throw new IllegalArgumentException(
                    "has the number " + number + ", and the node has " + there);
              });
    } catch (IllegalArgumentException refused) {
      throw new Field(field, value)
          .wrong(refused.getMessage(), "Write numbers that the node has, as 0-3,7.");
    }
    return value;
  }

  /** Without a limit for swap of its own, memory and swap together get the memory's. */
  private static Optional<OciMemory> memory(
      LinuxContainerResources wanted, HostFacts host, RuntimeFacts runtime) {
    long least = runtime.kind() == RuntimeKind.CRUN ? LEAST_MEMORY : LEAST_MEMORY_RUNC;
    long asked = wanted.getMemoryLimitInBytes();
    long both = wanted.getMemorySwapLimitInBytes();
    OptionalLong limit =
        asked == -1
            ? OptionalLong.of(-1)
            : ranged("memory_limit_in_bytes", asked, least, Long.MAX_VALUE);
    if (both < -1 || (both > 0 && (asked <= 0 || both < asked))) {
      throw new Field("memory_swap_limit_in_bytes", Long.toString(both))
          .wrong(
              "is below memory_limit_in_bytes, or that is not set",
              "Give memory and swap together, 0 for none or -1 for no limit.");
    }
    OptionalLong swap = OptionalLong.empty();
    if (host.swapAccounting()) {
      swap = both != 0 ? OptionalLong.of(both) : limit;
    }
    return limit.isEmpty() && swap.isEmpty()
        ? Optional.empty()
        : Optional.of(new OciMemory(limit, OptionalLong.empty(), swap));
  }
}
