package io.crij.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignalsTest {
  @ParameterizedTest
  @CsvSource({
    "SIGTERM,15",
    "term,15",
    "15,15",
    "SIGKILL,9",
    "USR2,12",
    "SIGSYS,31",
    "RTMIN,34",
    "SIGRTMIN+3,37",
    "RTMAX-1,63",
    "RTMAX,64",
    "SIGPOLL,29",
    "64,64"
  })
  void namesAndNumbersAreUnderstood(String text, int number) {
    assertThat(Signals.number(text)).hasValue(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SIG",
        "SIGFOO",
        "0",
        "65",
        "-9",
        "9.0",
        "RTMIN-1",
        "RTMIN+31",
        "RTMAX-31",
        "999999"
      })
  void whatIsNoSignalIsRefused(String text) {
    assertThat(Signals.number(text)).isEmpty();
  }

  @Test
  void everySignalHasANameThatIsUnderstood() {
    for (int number = 1; number <= 64; number++) {
      if (number != 32 && number != 33) {
        assertThat(Signals.number(Signals.name(number))).hasValue(number);
      }
    }
  }
}
