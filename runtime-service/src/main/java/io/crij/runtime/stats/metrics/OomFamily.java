package io.crij.runtime.stats.metrics;

import io.crij.linux.cgroup.Cgroups;
import java.io.IOException;
import java.util.List;

/** Processes that the kernel killed for want of memory. */
record OomFamily(Cgroups cgroups) implements MetricFamily {
  private static final Described EVENTS =
      Described.counter("oom_events_total", "Processes killed for want of memory.");

  @Override
  public List<Described> described() {
    return List.of(EVENTS);
  }

  @Override
  public void sample(Subject subject, Samples samples) throws IOException {
    if (subject.group().isPresent()) {
      samples.addIfPresent(EVENTS, cgroups.oomKills(subject.group().get()));
    }
  }
}
