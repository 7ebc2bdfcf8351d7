package io.crij.linux.cgroup;

import java.util.OptionalLong;

/**
 * Limits that a group has by itself; empty for none, or for a controller that is not there. Units
 * as in {@code linux.resources} of the OCI runtime spec.
 *
 * @param cpuShares 2 to 262144; on v2 converted from cpu.weight, which is coarser
 * @param cpuQuotaMicros of processor time in each period
 * @param memoryBytes without swap
 */
public record CgroupLimits(
    OptionalLong cpuShares,
    OptionalLong cpuQuotaMicros,
    OptionalLong cpuPeriodMicros,
    OptionalLong memoryBytes) {}
