package io.crij.linux.usage;

/**
 * Processor time of a group and those below it since it was made, over all processors.
 *
 * @param userNanos as far as the kernel's sampling can tell it from {@code systemNanos}
 */
public record CpuUsage(long totalNanos, long userNanos, long systemNanos) {}
