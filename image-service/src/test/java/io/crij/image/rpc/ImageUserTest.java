package io.crij.image.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.Image;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageUserTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "1002, 1002", "1003:1004, 1003", "2147483647, 2147483647", "007, 7"})
  void digitsAreAUid(String user, long uid) {
    Image image = image(user);
    assertThat(image.getUid().getValue()).isEqualTo(uid);
    assertThat(image.hasUid()).isTrue();
    assertThat(image.getUsername()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"www-data, www-data", "www-data:1004, www-data", "'', ''", ":5, ''"})
  void theRestIsAName(String user, String name) {
    Image image = image(user);
    assertThat(image.getUsername()).isEqualTo(name);
    assertThat(image.hasUid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "4294967296", "4294967296:0", "99999999999999999999999"})
  void i2AndI3DigitsOutOfRangeAreNeither(String user) {
    Image image = image(user);
    assertThat(image.hasUid()).isFalse();
    assertThat(image.getUsername()).isEmpty();
  }

  private static Image image(String user) {
    Image.Builder image = Image.newBuilder();
    ImageUser.set(image, user);
    return image.build();
  }
}
