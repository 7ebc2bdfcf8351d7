package io.crij.linux.usage;

import java.util.OptionalLong;

/**
 * Memory of a group and those below it, in bytes.
 *
 * @param usage with the cache of files, without swap
 * @param inactiveFile cache that the kernel would take back first
 * @param rss memory that is no cache
 * @param cache of files, shared memory among them
 * @param swap empty where the kernel does not count it for groups
 * @param pageFaults events, not bytes
 */
public record MemoryUsage(
    long usage,
    long inactiveFile,
    long rss,
    long cache,
    long mappedFile,
    OptionalLong swap,
    long pageFaults,
    long majorPageFaults) {

  /** What could not be taken back at once; a kubelet decides on evictions by it. */
  public long workingSet() {
    return Math.max(0, usage - inactiveFile);
  }
}
