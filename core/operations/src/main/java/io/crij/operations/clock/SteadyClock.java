package io.crij.operations.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that never jumps: it starts at the wall time of its creation and goes on with the
 * monotonic counter, so that durations survive a correction of the node's time. Deadlines and stage
 * times use it; times that the kubelet sees do not.
 */
public final class SteadyClock extends Clock {
  private final Instant origin;
  private final long originNanos;
  private final LongSupplier nanos;
  private final ZoneId zone;

  private SteadyClock(Instant origin, long originNanos, LongSupplier nanos, ZoneId zone) {
    this.origin = origin;
    this.originNanos = originNanos;
    this.nanos = nanos;
    this.zone = zone;
  }

  public static SteadyClock create() {
    return startingAt(Clock.systemUTC().instant(), System::nanoTime);
  }

  static SteadyClock startingAt(Instant origin, LongSupplier nanos) {
    return new SteadyClock(origin, nanos.getAsLong(), nanos, ZoneOffset.UTC);
  }

  @Override
  public Instant instant() {
    return origin.plus(Duration.ofNanos(nanos.getAsLong() - originNanos));
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new SteadyClock(origin, originNanos, nanos, other);
  }
}
