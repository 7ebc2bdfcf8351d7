package io.crij.runtime.stats.metrics;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.usage.GroupUsage;
import io.crij.linux.usage.MemoryHistory;
import io.crij.linux.usage.MemoryUsage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Memory of a control group. */
record MemoryFamily(GroupUsage usage) implements MetricFamily {
  private static final Described CACHE =
      Described.gauge("memory_cache", "Bytes of files in memory, shared memory among them.");
  private static final Described RSS =
      Described.gauge("memory_rss", "Bytes of memory that is no cache of files.");
  private static final Described MAPPED =
      Described.gauge("memory_mapped_file", "Bytes of files mapped into memory.");
  private static final Described KERNEL =
      Described.gauge("memory_kernel_usage", "Bytes that the kernel uses on its behalf.");
  private static final Described SWAP = Described.gauge("memory_swap", "Bytes in swap.");
  private static final Described USAGE =
      Described.gauge("memory_usage_bytes", "Bytes of memory used, caches included.");
  private static final Described WORKING_SET =
      Described.gauge("memory_working_set_bytes", "Bytes used without the cache that goes first.");
  private static final Described PEAK =
      Described.gauge("memory_max_usage_bytes", "The most bytes of memory ever used.");
  private static final Described LIMIT_HITS =
      Described.counter("memory_failcnt", "How often the limit was reached.");
  private static final Described FAULTS =
      Described.counter(
          "memory_failures_total", "Faults of memory accesses.", "failure_type", "scope");

  @Override
  public List<Described> described() {
    return List.of(CACHE, RSS, MAPPED, KERNEL, SWAP, USAGE, WORKING_SET, PEAK, LIMIT_HITS, FAULTS);
  }

  @Override
  public void sample(Subject subject, Samples samples) throws IOException {
    if (subject.group().isEmpty()) {
      return;
    }
    CgroupPath group = subject.group().get();
    Optional<MemoryUsage> memory = usage.memory(group);
    if (memory.isEmpty()) {
      return;
    }
    samples.add(CACHE, memory.get().cache());
    samples.add(RSS, memory.get().rss());
    samples.add(MAPPED, memory.get().mappedFile());
    samples.addIfPresent(SWAP, memory.get().swap());
    samples.add(USAGE, memory.get().usage());
    samples.add(WORKING_SET, memory.get().workingSet());
    samples.add(FAULTS, memory.get().pageFaults(), "pgfault", "hierarchy");
    samples.add(FAULTS, memory.get().majorPageFaults(), "pgmajfault", "hierarchy");
    MemoryHistory history = usage.memoryHistory(group);
    samples.addIfPresent(PEAK, history.peak());
    samples.addIfPresent(LIMIT_HITS, history.limitHits());
    samples.addIfPresent(KERNEL, history.kernel());
  }
}
