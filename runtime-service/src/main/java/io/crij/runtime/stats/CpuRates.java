package io.crij.runtime.stats;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Cores in use (CRI {@code usage_nano_cores}): an average from an earlier answer to now, over a
 * second at least; for one that is young and was never asked for, over its life.
 */
final class CpuRates {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(1);
  private static final Duration YOUNG = Duration.ofMinutes(1);
  private static final int FEW = 64;
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Sample(long at, long usage) {}

  private record Last(Sample older, Sample newer) {
    Sample before(long now) {
      return now - newer.at >= WINDOW ? newer : older;
    }
  }

  private final LongSupplier nanoTime;
  private final Supplier<Set<String>> living;
  private final Map<String, Last> known = new ConcurrentHashMap<>();
  private volatile int most = FEW;

  /**
   * @param living ids of all containers and pods that there are
   */
  CpuRates(LongSupplier nanoTime, Supplier<Set<String>> living) {
    this.nanoTime = nanoTime;
    this.living = living;
  }

  /**
   * @param age of the container or pod
   * @return cores times 1e9; empty without an earlier sample
   */
  OptionalLong nanoCores(String id, long usageNanos, Duration age) {
    Sample now = new Sample(nanoTime.getAsLong(), usageNanos);
    Last first = new Last(first(now, age), now);
    Sample base = known.getOrDefault(id, first).before(now.at);
    // Within the window an answer changes nothing, however often somebody asks.
    known.merge(
        id,
        first,
        (last, _) -> now.at - last.newer.at >= WINDOW ? new Last(last.newer, now) : last);
    forget();
    long window = now.at - base.at;
    return window <= 0 || usageNanos < base.usage
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round((usageNanos - base.usage) * NANOS / window));
  }

  private static Sample first(Sample now, Duration age) {
    return age.isPositive() && age.compareTo(YOUNG) < 0
        ? new Sample(now.at - age.toNanos(), 0)
        : now;
  }

  /** Those that have gone are looked for when there are twice as many as there were left. */
  private void forget() {
    if (known.size() > most) {
      known.keySet().retainAll(living.get());
      most = 2 * known.size() + FEW;
    }
  }
}
