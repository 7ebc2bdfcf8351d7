package io.crij.image.trust;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturePolicyFileTest {
  private static final String ACCEPT = "[{\"type\":\"insecureAcceptAnything\"}]";
  private static final String REJECT = "[{\"type\":\"reject\"}]";

  @TempDir Path directory;

  @Test
  void anAbsentPolicyAcceptsEverything() {
    accepts("quay.io/a/b");
  }

  @Test
  void theMostSpecificScopeWins() throws IOException {
    policy(
        """
        {"default": %2$s, "transports": {"docker": {
          "quay.io": %1$s,
          "quay.io/bad": %2$s,
          "quay.io/bad/good": %1$s,
          "quay.io/bad/good:evil": %2$s,
          "*.example.com": %1$s,
          "*.inner.example.com": %2$s
        }}}\
        """
            .formatted(ACCEPT, REJECT));

    accepts("quay.io/a");
    rejects("quay.io/bad/x");
    accepts("quay.io/bad/good:1");
    rejects("quay.io/bad/good:evil");
    accepts("a.example.com/x");
    rejects("a.inner.example.com/x");
    rejects("example.com/x");
    rejects("busybox");
  }

  @Test
  void theTransportsDefaultBeatsTheFilesDefault() throws IOException {
    policy("{\"default\": %s, \"transports\": {\"docker\": {\"\": %s}}}".formatted(REJECT, ACCEPT));
    accepts("busybox");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "signedBy | \"type\":\"signedBy\",\"keyType\":\"GPGKeys\",\"keyPath\":\"/k\"",
        "fulcio | \"type\":\"sigstoreSigned\",\"fulcio\":{}",
        "pki | \"type\":\"sigstoreSigned\",\"pki\":{}",
        "Rekor | \"type\":\"sigstoreSigned\",\"keyPath\":\"/k\",\"rekorPublicKeyPath\":\"/r\"",
      })
  void signaturesThatAreNotVerifiedAreNotAccepted(String type, String requirement)
      throws IOException {
    policy("{\"default\": [{\"type\":\"insecureAcceptAnything\"}, {%s}]}".formatted(requirement));

    assertThatThrownBy(() -> check("busybox"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageStartingWith("SignatureValidationFailed")
        .hasMessageContaining(type)
        .hasMessageContaining("policy.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "{\"default\": []}",
        "{\"default\": {}}",
        "{\"default\": [{\"type\":\"accept\"}]}",
        "{\"default\": [{}]}",
        "{\"default\": [{\"type\":\"insecureAcceptAnything\",\"keyPath\":\"/k\"}]}",
        "{\"default\": [{\"type\":\"reject\"}], \"transport\": {}}",
        "{\"default\": [{\"type\":\"sigstoreSigned\"}]}",
        "{\"default\": [{\"type\":\"sigstoreSigned\",\"keyPath\":\"/k\",\"keyData\":\"AA==\"}]}",
        "{\"default\": [{\"type\":\"sigstoreSigned\",\"keyPath\":\"k\"}]}",
        "{\"default\": [{\"type\":\"sigstoreSigned\",\"keyPaths\":\"/k\"}]}",
        "{\"default\": [{\"type\":\"sigstoreSigned\",\"keyPaths\":[]}]}",
        "{\"default\": [{\"type\":\"sigstoreSigned\",\"keyData\":\"%\"}]}",
        "{\"default\": [{\"type\":\"sigstoreSigned\",\"keyPath\":\"/k\",\"signedIdentiy\":{}}]}",
        "{\"default\":"
            + " [{\"type\":\"sigstoreSigned\",\"keyPath\":\"/k\",\"signedIdentity\":{\"type\":\"any\"}}]}",
        "{\"default\":"
            + " [{\"type\":\"sigstoreSigned\",\"keyPath\":\"/k\",\"signedIdentity\":{\"type\":\"exactReference\",\"dockerReference\":\"quay.io/a\"}}]}",
        "{\"default\":"
            + " [{\"type\":\"sigstoreSigned\",\"keyPath\":\"/k\",\"signedIdentity\":{\"type\":\"matchExact\",\"prefix\":\"a\"}}]}",
        "{\"default\": [{\"type\":\"reject\"}], \"transports\": {\"docker\": {\"quay.io\": []}}}",
        "{\"default\": [{\"type\":\"insecureAcceptAnything\"}], \"transports\": [\"docker\"]}",
        "{\"default\": [{\"type\":\"insecureAcceptAnything\"}], \"transports\": {\"docker\": []}}",
        "{\"default\": [{\"type\":\"insecureAcceptAnything\"}], \"transports\": null}",
        "{\"default\": [{\"type\":\"sigstoreSigned\",\"keyPath\":\"/k\\u0000\"}]}",
      })
  void aBrokenPolicyAcceptsNothing(String text) throws IOException {
    policy(text);
    assertThatThrownBy(() -> check("busybox"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("policy.json");
  }

  @Test
  void theFileOfANamespaceTakesThePlaceOfTheNodesForItsPods() throws IOException {
    policy("{\"default\": %s}".formatted(REJECT));
    Files.createDirectory(directory.resolve("policies"));
    Files.writeString(
        directory.resolve("policies/team-a.json"), "{\"default\": %s}".formatted(ACCEPT));
    Files.writeString(directory.resolve("policies/broken.json"), "{");
    Files.createSymbolicLink(
        directory.resolve("policies/dangling.json"), directory.resolve("nowhere"));

    assertThatCode(() -> check("team-a", "busybox")).doesNotThrowAnyException();
    for (String namespace : List.of("", "team-b", "broken", "dangling")) {
      assertThatThrownBy(() -> check(namespace, "busybox")).isInstanceOf(FailedPrecondition.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../policy", "a/b", "A", "a.b", "-a", "a\0"})
  void whatIsNoNamespaceIsNoFileName(String namespace) {
    assertThatThrownBy(() -> check(namespace, "busybox"))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("namespace");
  }

  @Test
  void anArchiveHasATransportOfItsOwn() throws IOException {
    policy(
        """
        {"default": %2$s, "transports": {
          "docker": {"": %1$s},
          "docker-archive": {"": %1$s},
          "oci-archive": {"/srv/good": %1$s, "/srv/good/bad.tar": %2$s}
        }}\
        """
            .formatted(ACCEPT, REJECT));
    assertThatCode(() -> checkArchive("docker-archive", "")).doesNotThrowAnyException();
    assertThatCode(() -> checkArchive("oci-archive", "/srv/good/x.tar")).doesNotThrowAnyException();
    for (String refused : List.of("", "/srv/goods/x.tar", "/srv/good/bad.tar")) {
      assertThatThrownBy(() -> checkArchive("oci-archive", refused))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageStartingWith("SignatureValidationFailed");
    }
  }

  private void checkArchive(String transport, String path) {
    new SignaturePolicies(
            new SignaturePolicyFile(directory.resolve("policy.json")),
            directory.resolve("policies"))
        .ofArchive(transport, path, ImageReference.parse("busybox"))
        .requirePossible();
  }

  private void policy(String text) throws IOException {
    Files.writeString(directory.resolve("policy.json"), text);
  }

  private void check(String image) {
    check("", image);
  }

  private void check(String namespace, String image) {
    new SignaturePolicies(
            new SignaturePolicyFile(directory.resolve("policy.json")),
            directory.resolve("policies"))
        .of(namespace, ImageReference.parse(image))
        .requirePossible();
  }

  private void accepts(String image) {
    assertThatCode(() -> check(image)).doesNotThrowAnyException();
  }

  private void rejects(String image) {
    assertThatThrownBy(() -> check(image)).isInstanceOf(FailedPrecondition.class);
  }
}
