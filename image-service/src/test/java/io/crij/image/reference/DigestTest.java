package io.crij.image.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.operations.failure.InvalidArgument;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DigestTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void readsBothAlgorithms() {
    assertThat(Digest.parse("sha256:" + HEX)).hasToString("sha256:" + HEX);
    assertThat(Digest.parse("sha512:" + HEX + HEX).algorithm()).isEqualTo(DigestAlgorithm.SHA512);
  }

  @Test
  void hashesContent() {
    byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
    Digest digest =
        Digest.parse("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Digest.sha256(abc)).isEqualTo(digest);
    assertThat(digest.matches(abc)).isTrue();
    assertThat(digest.matches(new byte[0])).isFalse();
  }

  static String[] p14() {
    return new String[] {
      "",
      "sha256",
      "sha256:",
      "sha256:../../x",
      "md5:d41d8cd98f00b204e9800998ecf8427e",
      "sha256:" + HEX.substring(1),
      "sha256:" + HEX + "0",
      "sha256:" + HEX.toUpperCase(java.util.Locale.ROOT),
      "sha256:" + HEX + "?a=b",
      "sha256:" + HEX + "\n",
      "SHA256:" + HEX,
      "sha512:" + HEX,
      " sha256:" + HEX,
      "sha256:" + "٣".repeat(64),
    };
  }

  @ParameterizedTest
  @MethodSource
  void p14(String text) {
    assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(InvalidArgument.class);
    assertThat(Digest.tryParse(text)).isEmpty();
  }
}
