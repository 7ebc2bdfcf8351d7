package io.crij.linux.usage;

/**
 * How often a processor quota held a group up (sched-bwc.rst of the kernel); all 0 without a quota.
 *
 * @param periods in which the group had something to run
 * @param throttledPeriods in which it had to wait for the next
 * @param throttledNanos how long all its tasks waited
 */
public record CpuThrottling(long periods, long throttledPeriods, long throttledNanos) {}
