package io.crij.runtime.stats.metrics;

import java.time.Clock;
import java.util.List;

/** That it is there, and since when. */
record LifeFamily(Clock clock) implements MetricFamily {
  private static final Described LAST_SEEN =
      Described.gauge("last_seen", "When it was last measured, in seconds since 1970.");
  private static final Described START =
      Described.gauge("start_time_seconds", "When it was started, in seconds since 1970.");

  @Override
  public List<Described> described() {
    return List.of(LAST_SEEN, START);
  }

  @Override
  public void sample(Subject subject, Samples samples) {
    samples.add(LAST_SEEN, clock.instant().getEpochSecond());
    samples.add(START, subject.startedAt().getEpochSecond());
  }
}
