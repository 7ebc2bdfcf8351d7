package io.crij.runtime.stats;

import java.time.Instant;

/**
 * What a container has written into its root file system.
 *
 * @param bytes allocated on disk
 * @param measured when that was true
 */
public record LayerUsage(long bytes, long inodes, Instant measured) {}
