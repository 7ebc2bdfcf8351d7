package io.crij.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedImagesTest {
  private static boolean pins(String pattern, String... names) {
    return PinnedImages.of(List.of("other.example/x", pattern)).pins(Stream.of(names));
  }

  @Test
  void aWholeNamePinsThatImage() {
    assertThat(pins("a.org/app:1", "b.org/app:1", "a.org/app:1")).isTrue();
    assertThat(pins("a.org/app:1", "a.org/app:12", "a.org/app")).isFalse();
    assertThat(pins("A.org/App:1", "a.org/app:1")).isTrue();
  }

  @Test
  void aShortNamePinsWhatItMeans() {
    assertThat(pins("busybox", "docker.io/library/busybox:latest")).isTrue();
    assertThat(pins("busybox", "quay.io/busybox:latest")).isFalse();
  }

  @Test
  void anIdPinsItsImage() {
    String id = "sha256:" + "a".repeat(64);
    assertThat(pins(id, id)).isTrue();
  }

  @Test
  void aStarAtTheEndPinsAllThatBeginSo() {
    assertThat(pins("a.org/infra/*", "a.org/infra/pause:3")).isTrue();
    assertThat(pins("a.org/infra/*", "b.org/a.org/infra/pause:3")).isFalse();
  }

  @Test
  void starsAtBothEndsPinAllThatHaveThePart() {
    assertThat(pins("*pause*", "a.org/infra/pause:3")).isTrue();
    assertThat(pins("*pause*", "a.org/infra/app:3")).isFalse();
  }

  @Test
  void withoutPatternsNothingIsPinned() {
    assertThat(PinnedImages.NONE.pins(Stream.of("a.org/app:1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "**", "*a", "a*b", "*a*b*"})
  void otherPatternsAreRefused(String pattern) {
    assertThatThrownBy(() -> PinnedImages.of(List.of(pattern)))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("name*");
  }
}
