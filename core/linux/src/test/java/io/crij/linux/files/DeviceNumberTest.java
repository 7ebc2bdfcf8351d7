package io.crij.linux.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class DeviceNumberTest {
  /** Row P11: a number that does not fit is refused, not cut. */
  @Test
  void numbersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> DeviceNumber.of((1L << 32) + 1, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4294967297:3 is out of range");
    assertThatThrownBy(() -> DeviceNumber.of(1, 1L << 20)).hasMessageContaining("out of range");
    assertThatThrownBy(() -> DeviceNumber.of(-1, 0)).hasMessageContaining("out of range");
  }

  @Test
  void encodesAsTheLibraryDoes() {
    assertThat(DeviceNumber.of(8, 1).encoded()).isEqualTo(0x801);
    assertThat(DeviceNumber.of(0xabc, 0x12345).encoded()).isEqualTo(0x123abc45L);
    assertThat(DeviceNumber.WHITEOUT.encoded()).isZero();
  }
}
