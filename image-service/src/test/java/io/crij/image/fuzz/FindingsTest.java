package io.crij.image.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What once was not refused as it should be, each made as short as it could be. */
class FindingsTest {
  private static final String ESCAPE = "\u001b[31m";

  @Test
  void aWordThatIsNoJsonIsNotRepeatedWithItsControlCharacters() {
    holds("image-config", "{\"config\":b\u0001" + ESCAPE + "}");
    holds("manifest", "{\"schemaVersion\":2\u00ad}");
    holds("signature-payload", "{\"critical\":null\u007f}");
  }

  @Test
  void aKeyOfAManifestIsNotRepeatedWithItsControlCharacters() {
    String digest = "sha256:" + "b".repeat(64);
    holds(
        "manifest",
        """
        {"schemaVersion":2,"config":{"mediaType":"a","digest":"%s","size":1,
        "annotations":{"a\\nb":1}},"layers":[]}\
        """
            .formatted(digest));
    holds("image-config", "{\"rootfs\":{},\"config\":{\"Labels\":{\"a\\u2028b\":1}}}");
  }

  @Test
  void aBrokenTomlFileIsToldInOneLine() {
    holds("registries.conf", "[registries = ['a']\n");
    holds("hosts.toml", "[hos\ufffd~t.\"a.example\"]\n");
  }

  @Test
  void anUnknownKeyIsToldInOneLine() {
    holds("registries.conf", "\"a\\nb\" = 1\n");
    holds(
        "policy.json", "{\"default\":[{\"type\":\"sigstoreSigned\",\"a\\u0000\\nb\":\"/k.pub\"}]}");
  }

  @Test
  void aKeyPathOfThePolicyThatIsNoPathIsRefusedAsAPolicy() {
    holds("policy.json", "{\"default\":[{\"type\":\"sigstoreSigned\",\"keyPath\":\"/k\\u0000\"}]}");
  }

  @Test
  void aNumberOfATarHeaderIsNotRepeatedWithItsControlCharacters() {
    byte[] tar = new byte[1024];
    put(tar, 0, "a");
    put(tar, 124, "000000000" + "\u001b" + "0\0");
    put(tar, 257, "ustar");
    assertThatCode(() -> FuzzTargets.named("tar-stream").run(tar)).doesNotThrowAnyException();
  }

  private static void holds(String target, String input) {
    assertThatCode(() -> FuzzTargets.named(target).run(input.getBytes(StandardCharsets.UTF_8)))
        .as("%s: %s", target, input)
        .doesNotThrowAnyException();
  }

  private static void put(byte[] tar, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, tar, offset, bytes.length);
  }
}
