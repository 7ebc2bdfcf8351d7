package io.crij.image.trust;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.ImageReference;
import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
  @ValueSource(strings = {"signedBy", "sigstoreSigned"})
  void signaturesThatAreNotVerifiedAreNotAccepted(String type) throws IOException {
    policy(
        "{\"default\": [{\"type\":\"insecureAcceptAnything\"}, {\"type\":\"%s\"}]}"
            .formatted(type));

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
      })
  void aBrokenPolicyAcceptsNothing(String text) throws IOException {
    policy(text);
    assertThatThrownBy(() -> check("busybox"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("policy.json");
  }

  private void policy(String text) throws IOException {
    Files.writeString(directory.resolve("policy.json"), text);
  }

  private void check(String image) {
    new SignaturePolicyFile(directory.resolve("policy.json")).check(ImageReference.parse(image));
  }

  private void accepts(String image) {
    assertThatCode(() -> check(image)).doesNotThrowAnyException();
  }

  private void rejects(String image) {
    assertThatThrownBy(() -> check(image)).isInstanceOf(FailedPrecondition.class);
  }
}
