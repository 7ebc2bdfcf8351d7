package io.crij.operations.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockTest {
  @ParameterizedTest
  @CsvSource({"0, 0 ms", "850, 850 ms", "1249, 1.2 s", "10000, 10.0 s", "185000, 3 min 5 s"})
  void elapsedReadsAsPeopleWriteIt(long millis, String text) {
    assertThat(Elapsed.text(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void steadyClockFollowsOnlyTheMonotonicCounter() {
    Instant origin = Instant.parse("2026-01-01T00:00:00Z");
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    SteadyClock clock = SteadyClock.startingAt(origin, nanos::get);
    nanos.addAndGet(10); // the counter may wrap
    assertThat(clock.instant()).isEqualTo(origin.plusNanos(10));
  }
}
