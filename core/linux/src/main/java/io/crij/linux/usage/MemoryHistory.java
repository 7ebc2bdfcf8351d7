package io.crij.linux.usage;

import java.util.OptionalLong;

/**
 * What has happened to the memory of a group; empty for what the kernel does not tell.
 *
 * @param peak the most bytes it ever used
 * @param limitHits how often it ran into its limit
 * @param kernel bytes that the kernel uses on its behalf now
 */
public record MemoryHistory(OptionalLong peak, OptionalLong limitHits, OptionalLong kernel) {}
