package io.crij.image.trust;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.image.testing.SigningKey;
import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** sigstoreSigned with real keys, signatures in memory. */
class ImageRequirementsTest {
  private static final String NAME = "quay.io/team/app";
  private static final Digest MANIFEST = Digest.sha256(new byte[] {1});
  private static final Digest INDEX = Digest.sha256(new byte[] {2});

  @TempDir Path directory;

  @Test
  void everyKindOfKeyVerifiesItsOwnSignatures() throws IOException {
    for (SigningKey key : List.of(SigningKey.ecdsa(), SigningKey.rsa(), SigningKey.ed25519())) {
      policy("keyData", quoted(base64(key)), "matchRepository");
      accepts(key.sign(SigningKey.payload(NAME, MANIFEST)));
      refuses("not made with a trusted key", SigningKey.ecdsa().sign(payload()));
    }
  }

  @Test
  void keysMayBeSeveralAndInFilesThatChange() throws IOException {
    SigningKey one = SigningKey.ecdsa();
    SigningKey two = SigningKey.rsa();
    Path first = Files.writeString(directory.resolve("one.pub"), one.pem());
    Path second = Files.writeString(directory.resolve("two.pub"), two.pem());
    policy("keyPaths", "[" + quoted(first) + "," + quoted(second) + "]", "matchRepository");
    accepts(one.sign(payload()));
    accepts(two.sign(payload()));

    SigningKey next = SigningKey.ecdsa();
    Files.writeString(second, next.pem());
    accepts(next.sign(payload()));
    refuses("not made with a trusted key", two.sign(payload()));

    Files.delete(second);
    assertThatThrownBy(() -> verify(one.sign(payload())))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(second.toString());
    Files.writeString(second, "no key");
    assertThatThrownBy(() -> verify(one.sign(payload())))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("is no public key");
  }

  @Test
  void oneGoodSignatureAmongOthersIsEnoughAndNoneIsNot() throws IOException {
    SigningKey key = SigningKey.ecdsa();
    policy("keyData", quoted(base64(key)), "matchRepository");
    accepts(SigningKey.ecdsa().sign(payload()), key.sign(payload()));
    refuses("there is no signature");
  }

  @Test
  void whatIsSignedHasToBeThisImageUnderThisName() throws IOException {
    SigningKey key = SigningKey.ecdsa();
    policy("keyData", quoted(base64(key)), "matchRepository");
    refuses("is for another image", key.sign(SigningKey.payload(NAME, Digest.sha256(new byte[9]))));
    refuses("for the name quay.io/evil", key.sign(SigningKey.payload("quay.io/evil", MANIFEST)));
    policy("keyData", quoted(base64(key)), "matchRepoDigestOrExact");
    refuses("signedIdentity does not accept", key.sign(payload()));
    accepts(key.sign(SigningKey.payload(NAME + ":1", MANIFEST)));
  }

  @Test
  void aSignedIndexCountsForTheManifestThatItFixes() throws IOException {
    SigningKey key = SigningKey.ecdsa();
    policy("keyData", quoted(base64(key)), "matchRepository");
    SigstoreSignature ofIndex = key.sign(SigningKey.payload(NAME, INDEX));
    assertThatCode(
            () ->
                requirements()
                    .verify(
                        List.of(MANIFEST, INDEX),
                        digest -> digest.equals(INDEX) ? List.of(ofIndex) : List.of()))
        .doesNotThrowAnyException();
    // One that was moved to the manifest does not count.
    refuses("is for another image", ofIndex);
  }

  @Test
  void aChangedPayloadOrSignatureDoesNotVerify() throws IOException {
    SigningKey key = SigningKey.ecdsa();
    policy("keyData", quoted(base64(key)), "matchRepository");
    SigstoreSignature good = key.sign(payload());
    byte[] changed = payload().replace("team", "evil").getBytes(StandardCharsets.UTF_8);
    refuses("trusted key", new SigstoreSignature(changed, good.signature()));
    refuses("trusted key", new SigstoreSignature(good.payload(), "not base64!"));
    refuses("trusted key", new SigstoreSignature(good.payload(), "AAAA"));
    refuses("trusted key", new SigstoreSignature(good.payload(), ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"critical\":{},\"optional\":null}",
        "{\"critical\":{\"type\":\"atomic container signature\",%s},\"optional\":null}",
        "{\"critical\":{\"type\":\"cosign container image signature\",%s}}",
        "{\"critical\":{\"type\":\"cosign container image"
            + " signature\",%s,\"x\":1},\"optional\":null}",
        "{\"critical\":{\"type\":\"cosign container image"
            + " signature\",%s},\"critical\":1,\"optional\":0}",
      })
  void aPayloadThatIsNotExactlyOneIsRefusedThoughItIsSigned(String form) throws IOException {
    SigningKey key = SigningKey.ecdsa();
    policy("keyData", quoted(base64(key)), "matchRepository");
    String inner =
        "\"image\":{\"docker-manifest-digest\":\"%s\"},\"identity\":{\"docker-reference\":\"%s\"}"
            .formatted(MANIFEST, NAME);
    refuses("payload is malformed", key.sign(form.replace("%s", inner)));
  }

  @Test
  void allRequirementsOfAListHaveToBeMet() throws IOException {
    SigningKey one = SigningKey.ecdsa();
    SigningKey two = SigningKey.ecdsa();
    Files.writeString(
        directory.resolve("policy.json"),
        "{\"default\":[%s,%s]}"
            .formatted(
                requirement("keyData", quoted(base64(one)), "matchRepository"),
                requirement("keyData", quoted(base64(two)), "matchRepository")));
    refuses("trusted key", one.sign(payload()));
    accepts(one.sign(payload()), two.sign(payload()));
  }

  private static String payload() {
    return SigningKey.payload(NAME, MANIFEST);
  }

  private static String base64(SigningKey key) {
    return Base64.getEncoder().encodeToString(key.pem().getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(Object text) {
    return "\"" + text + "\"";
  }

  private static String requirement(String key, String value, String identity) {
    return "{\"type\":\"sigstoreSigned\",\"%s\":%s,\"signedIdentity\":{\"type\":\"%s\"}}"
        .formatted(key, value, identity);
  }

  private void policy(String key, String value, String identity) throws IOException {
    Files.writeString(
        directory.resolve("policy.json"),
        "{\"default\":[%s]}".formatted(requirement(key, value, identity)));
  }

  private ImageRequirements requirements() {
    return new SignaturePolicies(
            new SignaturePolicyFile(directory.resolve("policy.json")), directory)
        .of("", ImageReference.parse(NAME + ":1"));
  }

  private void verify(SigstoreSignature... signatures) {
    requirements().verify(List.of(MANIFEST), _ -> List.of(signatures));
  }

  private void accepts(SigstoreSignature... signatures) {
    assertThatCode(() -> verify(signatures)).doesNotThrowAnyException();
  }

  private void refuses(String why, SigstoreSignature... signatures) {
    assertThatThrownBy(() -> verify(signatures))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageStartingWith("SignatureValidationFailed: image " + NAME)
        .hasMessageContaining("policy.json")
        .hasMessageContaining(why);
  }
}
