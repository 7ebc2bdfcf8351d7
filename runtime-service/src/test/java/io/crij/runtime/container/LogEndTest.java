package io.crij.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogEndTest {
  private static final Instant WHEN = Instant.parse("2026-03-04T05:06:07.000000089Z");
  private static final String TIME = "2026-03-04T05:06:07.000000089+00:00";

  @Test
  void aLineThatGoesOnIsEnded() {
    assertThat(missing("t stdout F a\nt stdout P b\n")).isEqualTo(TIME + " stdout F \n");
  }

  @Test
  void eachStreamIsEndedForItself() {
    assertThat(missing("t stderr P a\nt stdout P b\nt stdout F \n"))
        .isEqualTo(TIME + " stderr F \n");
    assertThat(missing("t stderr P a\nt stdout P b\n"))
        .isEqualTo(TIME + " stderr F \n" + TIME + " stdout F \n");
  }

  @Test
  void whatIsEndedStaysAsItIs() {
    assertThat(missing("")).isEmpty();
    assertThat(missing("t stdout P a\nt stdout F \n")).isEmpty();
  }

  @Test
  void theTextOfALineIsNoTag() {
    assertThat(missing("t stdout F x stderr P y\n")).isEmpty();
    assertThat(missing("t stdout F stdout P \n")).isEmpty();
  }

  @Test
  void nothingFollowsALineThatAFullDiskHasCut() {
    assertThat(missing("t stdout P a\nt std")).isEmpty();
  }

  @Test
  void theFirstLineOfATailMayBeTheEndOfOne() {
    assertThat(missing("stdout P\nt stderr F x\n")).isEmpty();
  }

  private static String missing(String log) {
    return LogEnd.missing(log.getBytes(StandardCharsets.UTF_8), WHEN);
  }
}
