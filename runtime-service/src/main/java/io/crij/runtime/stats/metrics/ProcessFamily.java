package io.crij.runtime.stats.metrics;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.usage.GroupUsage;
import io.crij.linux.usage.ProcessFiles;
import io.crij.linux.usage.TaskCount;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Processes, threads and what they have open. */
record ProcessFamily(GroupUsage usage, Cgroups cgroups) implements MetricFamily {
  private static final Described PROCESSES = Described.gauge("processes", "Processes that live.");
  private static final Described THREADS = Described.gauge("threads", "Threads that live.");
  private static final Described THREADS_MAX =
      Described.gauge("threads_max", "Threads allowed; 0 for any number.");
  private static final Described OPEN_FILES =
      Described.gauge("file_descriptors", "Open file descriptors of all processes.");
  private static final Described SOCKETS =
      Described.gauge("sockets", "Sockets in the network of the pod.");
  private static final Described SOFT_LIMITS =
      Described.gauge("ulimits_soft", "Soft limits of the first process.", "ulimit");

  @Override
  public List<Described> described() {
    return List.of(PROCESSES, THREADS, THREADS_MAX, OPEN_FILES, SOCKETS, SOFT_LIMITS);
  }

  @Override
  public void sample(Subject subject, Samples samples) throws IOException {
    subject.network().ifPresent(network -> samples.add(SOCKETS, network.sockets()));
    if (subject.group().isEmpty()) {
      return;
    }
    CgroupPath group = subject.group().get();
    Optional<TaskCount> tasks = usage.tasks(group);
    if (tasks.isPresent()) {
      samples.add(THREADS, tasks.get().threads());
      samples.add(THREADS_MAX, tasks.get().limit().orElse(0));
    }
    Set<Integer> processes = cgroups.members(group);
    samples.add(PROCESSES, processes.size());
    if (subject.container().isPresent()) {
      samples.add(OPEN_FILES, ProcessFiles.open(processes));
      OptionalInt first = subject.firstProcess();
      if (first.isPresent()) {
        samples.addIfPresent(
            SOFT_LIMITS, ProcessFiles.softLimit(first.getAsInt()), "max_open_files");
      }
    }
  }
}
