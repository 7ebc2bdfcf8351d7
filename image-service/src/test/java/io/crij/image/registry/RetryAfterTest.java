package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void readsSecondsAndDates() {
    assertThat(RetryAfter.parse("12", NOW)).hasValue(Duration.ofSeconds(12));
    assertThat(RetryAfter.parse("Thu, 1 Jan 2026 00:01:00 GMT", NOW))
        .hasValue(Duration.ofMinutes(1));
    assertThat(RetryAfter.parse("Thu, 1 Jan 2025 00:01:00 GMT", NOW)).isEmpty();
    assertThat(RetryAfter.parse("Wed, 1 Jan 2025 00:01:00 GMT", NOW)).hasValue(Duration.ZERO);
    assertThat(RetryAfter.parse("-1", NOW)).isEmpty();
    assertThat(RetryAfter.parse("9".repeat(30), NOW)).isEmpty();
  }
}
