package io.crij.operations.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void whatDoesNotPrintIsABlank() {
    assertThat(PlainText.of("  a\u001b[31m\nb\u202e ")).isEqualTo("a [31m b");
    assertThat(PlainText.quoted("kata\n")).isEqualTo("\"kata \"");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(PlainText.of("x".repeat(10_000))).hasSize(503).endsWith("x...");
    assertThat(PlainText.of("\ud83d\ude00".repeat(3), 2)).isEqualTo("\ud83d\ude00\ud83d\ude00...");
    assertThat(PlainText.quoted("x".repeat(129))).isEqualTo("\"" + "x".repeat(128) + "...\"");
    assertThat(PlainText.quoted("x".repeat(128))).isEqualTo("\"" + "x".repeat(128) + "\"");
  }
}
