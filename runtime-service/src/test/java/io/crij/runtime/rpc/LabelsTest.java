package io.crij.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void everyWantedLabelMustBeThereWithItsValue() {
    Map<String, String> labels = Map.of("a", "1", "b", "2");

    assertThat(Labels.match(Map.of(), labels)).isTrue();
    assertThat(Labels.match(Map.of("a", "1"), labels)).isTrue();
    assertThat(Labels.match(Map.of("a", "2"), labels)).isFalse();
    assertThat(Labels.match(Map.of("a", "1", "c", "3"), labels)).isFalse();
  }
}
