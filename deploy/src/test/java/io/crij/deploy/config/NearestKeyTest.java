package io.crij.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestKeyTest {
  @ParameterizedTest
  @CsvSource({"'',abc,3", "abc,abc,0", "abc,abd,1", "abc,bc,1", "kitten,sitting,3", "flaw,lawn,2"})
  void countsEdits(String one, String other, int edits) {
    assertThat(NearestKey.edits(one, other)).isEqualTo(edits);
    assertThat(NearestKey.edits(other, one)).isEqualTo(edits);
  }
}
