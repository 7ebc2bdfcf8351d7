package io.crij.operations.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import org.junit.jupiter.api.Test;

class IdsTest {
  private final IdIndex index = new IdIndex();

  @Test
  void anIdHas64HexDigitsAndIsNew() {
    assertThat(Ids.random()).matches("[0-9a-f]{64}").isNotEqualTo(Ids.random());
  }

  @Test
  void aPrefixOfOneIdFindsIt() {
    index.add("abc1");
    index.add("abd2");
    assertThat(index.find("abc")).contains("abc1");
    assertThat(index.find("abd2")).contains("abd2");
    assertThat(index.find("abe")).isEmpty();
    index.remove("abc1");
    assertThat(index.find("ab")).contains("abd2");
  }

  @Test
  void anAmbiguousOrEmptyPrefixIsRefused() {
    index.add("abc1");
    index.add("abd2");
    assertThatThrownBy(() -> index.find("ab"))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("\"ab\"");
    assertThatThrownBy(() -> index.find("")).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void aWholeIdWinsOverLongerOnes() {
    index.add("ab");
    index.add("abc");
    assertThat(index.find("ab")).contains("ab");
  }
}
