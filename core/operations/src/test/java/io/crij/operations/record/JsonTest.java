package io.crij.operations.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;

/** Rows J14, J15 and J16 of the list of known weaknesses. */
class JsonTest {
  private static final int MIB = 1 << 20;

  private static JsonNode read(String text) throws IOException {
    return Json.readBounded(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 64 * MIB);
  }

  private static void refused(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void theOneReaderHasTheConstraints() {
    StreamReadConstraints limits = Json.strict().tokenStreamFactory().streamReadConstraints();
    assertThat(limits.getMaxNestingDepth()).isEqualTo(64);
    assertThat(limits.getMaxStringLength()).isEqualTo(MIB);
    assertThat(limits.getMaxNumberLength()).isEqualTo(32);
    assertThat(limits.getMaxDocumentLength()).isEqualTo(8L * MIB);
    assertThat(Json.strict().isEnabled(StreamReadFeature.STRICT_DUPLICATE_DETECTION)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 100_000, 1_000_000})
  void deepNestingIsRefused(int depth) {
    refused("[".repeat(depth) + "]".repeat(depth), "nesting depth");
    refused("{\"a\":".repeat(depth), "nesting depth");
  }

  @Test
  void theAllowedDepthIsRead() throws IOException {
    assertThat(read("[".repeat(64) + "]".repeat(64)).isArray()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 5 * MIB})
  void longNumbersAreRefused(int digits) {
    refused("9".repeat(digits), "exceeds the maximum allowed");
    refused("{\"a\":0." + "9".repeat(digits) + "}", "exceeds the maximum allowed");
  }

  @Test
  void longStringsAndNamesAreRefused() {
    refused("\"" + "x".repeat(MIB + 1) + "\"", "String value length");
    refused("{\"" + "x".repeat(MIB + 1) + "\":1}", "length");
  }

  @Test
  void longDocumentsAreRefused() {
    String long9 = "[" + "1,".repeat(9 * MIB / 2) + "1]";
    refused(long9, "longer than " + 8 * MIB);
    assertThatThrownBy(() -> Json.readBounded(new ByteArrayInputStream(new byte[11]), 10))
        .hasMessageContaining("longer than 10 bytes");
  }

  @Test
  void anEndlessStreamIsReadOnlyToTheLimit() {
    InputStream endless =
        new InputStream() {
          private long given;

          @Override
          public int read() {
            throw new AssertionError("asked byte by byte");
          }

          @Override
          public int read(byte[] target, int from, int count) {
            given += count;
            assertThat(given).isLessThan(MIB);
            Arrays.fill(target, from, from + count, (byte) ' ');
            return count;
          }
        };
    assertThatThrownBy(() -> Json.readBounded(endless, 1000)).hasMessageContaining("1000");
  }

  @Test
  void duplicateKeysAreRefused() {
    refused("{\"a\":1,\"a\":2}", "uplicate");
    refused("{\"b\":{\"a\":1,\"a\":1}}", "uplicate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{}x", "1 2", "{}]"})
  void trailingDataIsRefused(String text) {
    refused(text, "not a valid JSON document");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "nul", "{a:1}", "{'a':1}", "[1,]", "NaN", "// c\n{}"})
  void whatIsNotJsonIsRefused(String text) {
    refused(text, "not a valid JSON document");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n"})
  void anEmptyDocumentIsRefused(String text) {
    refused(text, "empty");
  }

  record Plain(String name, Optional<Integer> size) {}

  @Test
  void aClassNameInADocumentIsOnlyUnknownData() throws Exception {
    Plain plain =
        Json.strict()
            .treeToValue(read("{\"@class\":\"java.io.File\",\"name\":\"a\"}"), Plain.class);
    assertThat(plain).isEqualTo(new Plain("a", Optional.empty()));
  }

  @Test
  void singleValueArraysAreNotUnwrapped() {
    assertThatThrownBy(
            () -> Json.strict().readValue("{\"name\":\"a\",\"size\":[[1]]}", Plain.class))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void writesWhatItReads() throws IOException {
    assertThat(Json.write(new Plain("ä\n", Optional.of(3))))
        .isEqualTo("{\"name\":\"ä\\n\",\"size\":3}");
  }
}
