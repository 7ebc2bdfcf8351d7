package io.crij.image.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlatformTest {
  @Test
  void namesHostsAsGoDoes() {
    assertThat(Platform.of("amd64")).hasToString("linux/amd64");
    assertThat(Platform.of("aarch64")).hasToString("linux/arm64/v8");
    assertThat(Platform.of("s390x")).hasToString("linux/s390x");
  }

  @Test
  void ranksVariants() {
    Platform arm = Platform.of("arm");

    assertThat(arm.rank(platform("arm", "v7"))).hasValue(1);
    assertThat(arm.rank(platform("arm", "v6"))).hasValue(2);
    assertThat(arm.rank(platform("arm", "v8"))).isEmpty();
    assertThat(arm.rank(platform("arm64", "v8"))).isEmpty();
    assertThat(Platform.of("amd64").rank(platform("amd64", "v3"))).isEmpty();
    assertThat(Platform.of("amd64").rank(Platform.of("amd64"))).hasValue(0);
  }

  private static Platform platform(String architecture, String variant) {
    return new Platform("linux", architecture, Optional.of(variant));
  }
}
