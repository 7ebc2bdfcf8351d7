package io.crij.runtime.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.cri.v1.Signal;
import io.crij.operations.failure.InvalidArgument;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class StopSignalsTest {
  @ParameterizedTest
  @CsvSource({
    "SIGNAL_RUNTIME_DEFAULT, , 15",
    "SIGNAL_RUNTIME_DEFAULT, SIGQUIT, 3",
    "SIGNAL_RUNTIME_DEFAULT, 9, 9",
    "SIGNAL_RUNTIME_DEFAULT, SIGRTMIN+3, 37",
    "SIGNAL_SIGKILL, SIGQUIT, 9",
    "SIGNAL_SIGTERM, , 15",
    "SIGNAL_SIGHUP, , 1",
    "SIGNAL_SIGRTMIN, , 34",
    "SIGNAL_SIGRTMINPLUS1, , 35",
    "SIGNAL_SIGRTMAXMINUS1, , 63",
    "SIGNAL_SIGRTMAX, , 64",
  })
  void theRequestBeatsTheImage(Signal requested, String image, int number) {
    assertThat(StopSignals.of(requested, Optional.ofNullable(image))).isEqualTo(number);
  }

  @ParameterizedTest
  @EnumSource(value = Signal.class, names = "UNRECOGNIZED", mode = EnumSource.Mode.EXCLUDE)
  void everySignalOfCriHasANumber(Signal signal) {
    assertThat(StopSignals.of(signal, Optional.empty())).isBetween(1, 64);
  }

  @Test
  void whatIsNoSignalIsRefused() {
    assertThatThrownBy(() -> StopSignals.of(Signal.UNRECOGNIZED, Optional.empty()))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(
            () -> StopSignals.of(Signal.SIGNAL_RUNTIME_DEFAULT, Optional.of("SIGBANANA")))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("SIGBANANA");
  }
}
