package io.crij.linux.cgroup;

import java.util.Map;
import java.util.OptionalLong;

/**
 * Limits to set, or those in force. What is empty is not touched, or not known. Units as in {@code
 * linux.resources} of the OCI runtime spec.
 *
 * @param cpuShares 2 to 262144; on v2 converted to cpu.weight, which is coarser
 * @param cpuQuotaMicros in each period; -1 for no limit
 * @param cpus processors, "0-3,7"
 * @param mems memory nodes
 * @param memoryBytes without swap; -1 for no limit
 * @param memoryAndSwapBytes together; -1 for no limit
 * @param hugePages bytes by page size ("2MB")
 * @param unified files of a v2 group with what to write there
 */
public record GroupLimits(
    OptionalLong cpuShares,
    OptionalLong cpuQuotaMicros,
    OptionalLong cpuPeriodMicros,
    String cpus,
    String mems,
    OptionalLong memoryBytes,
    OptionalLong memoryAndSwapBytes,
    Map<String, Long> hugePages,
    Map<String, String> unified) {
  public static final long NO_LIMIT = -1;

  public GroupLimits {
    hugePages = Map.copyOf(hugePages);
    unified = Map.copyOf(unified);
  }
}
