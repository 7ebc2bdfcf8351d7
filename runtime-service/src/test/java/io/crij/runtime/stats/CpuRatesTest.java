package io.crij.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CpuRatesTest {
  private static final Duration OLD = Duration.ofHours(1);
  private static final long CORE = 1_000_000_000;

  private final AtomicLong time = new AtomicLong(-5);
  private final CpuRates rates = new CpuRates(time::get, () -> Set.of("a"));

  private void pass(long millis) {
    time.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void anOldOneThatWasNeverAskedForHasNoRate() {
    assertThat(rates.nanoCores("a", 7 * CORE, OLD)).isEmpty();
  }

  @Test
  void aYoungOneHasTheRateOfItsLife() {
    assertThat(rates.nanoCores("a", CORE, Duration.ofSeconds(4))).hasValue(CORE / 4);
    assertThat(rates.nanoCores("b", CORE, Duration.ofSeconds(-1))).isEmpty();
  }

  @Test
  void theRateIsThatSinceTheLastAnswer() {
    rates.nanoCores("a", CORE, OLD);
    pass(10_000);
    assertThat(rates.nanoCores("a", 6 * CORE, OLD)).hasValue(CORE / 2);
    pass(1_000);
    assertThat(rates.nanoCores("a", 8 * CORE, OLD)).hasValue(2 * CORE);
  }

  @Test
  void whoAsksOftenDoesNotMakeTheWindowShort() {
    rates.nanoCores("a", 0, OLD);
    pass(10_000);
    assertThat(rates.nanoCores("a", 5 * CORE, OLD)).hasValue(CORE / 2);
    pass(1);
    assertThat(rates.nanoCores("a", 5 * CORE, OLD).orElseThrow())
        .isBetween(CORE / 2 - CORE / 1000, CORE / 2);
    pass(500);
    assertThat(rates.nanoCores("a", 5 * CORE, OLD).orElseThrow()).isLessThan(CORE / 2);
  }

  @Test
  void aGroupMadeAnewHasNoRateAtFirst() {
    rates.nanoCores("a", 5 * CORE, OLD);
    pass(2_000);
    assertThat(rates.nanoCores("a", CORE, OLD)).isEmpty();
    pass(2_000);
    assertThat(rates.nanoCores("a", 3 * CORE, OLD)).hasValue(CORE);
  }

  @Test
  void thoseThatHaveGoneAreForgotten() {
    rates.nanoCores("a", 0, OLD);
    for (int i = 0; i < 64; i++) {
      rates.nanoCores("gone-" + i, 0, OLD);
    }
    pass(1_000);
    assertThat(rates.nanoCores("a", CORE, OLD)).hasValue(CORE);
    assertThat(rates.nanoCores("gone-1", CORE, OLD)).isEmpty();
  }
}
