package io.crij.image.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.Digest;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.SigningKey;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls under a policy that asks for signatures, from a registry that misbehaves. */
class SignedImagePullTest {
  @TempDir Path directory;
  private final SigningKey key = SigningKey.ecdsa();
  private final FakeImage image = FakeImage.of("base", "app");
  private FakeRegistry registry;
  private PullFixture fixture;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    fixture = new PullFixture(directory);
    image.serve(registry, "team/app", "1");
    Files.writeString(directory.resolve("key.pub"), key.pem());
    policy("policy.json");
  }

  @AfterEach
  void stop() {
    fixture.close();
    registry.close();
  }

  @Test
  void aSignedImageIsPulledAndAnUnsignedOneIsNot() throws Exception {
    refused("there is no signature");
    assertThat(registry.count("/v2/team/app/blobs/" + image.id())).isZero();
    serveSignature(registry, Digest.sha256(image.manifest()));

    assertThat(fixture.pull(name()).id()).isEqualTo(image.id());
  }

  @Test
  void aSignatureOfTheIndexCounts() throws Exception {
    byte[] index =
        FakeImage.utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(
                    FakeImage.INDEX_TYPE,
                    FakeImage.descriptor(FakeImage.MANIFEST_TYPE, image.manifest())));
    registry.manifest("team/app", "1", FakeImage.INDEX_TYPE, index);
    refused("there is no signature");
    serveSignature(registry, Digest.sha256(index));

    assertThat(fixture.pull(name()).id()).isEqualTo(image.id());
  }

  @Test
  void aSignatureOfAnotherImageUnderThisTagDoesNotCount() {
    SigningKey.serve(
        registry,
        "team/app",
        Digest.sha256(image.manifest()),
        key.sign(SigningKey.payload(repository(), Digest.sha256(new byte[7]))));
    refused("is for another image");
  }

  @Test
  void anUntrustedKeyIsRefusedAndTheNextEndpointIsNotTriedForIt() throws Exception {
    SigningKey.serve(
        registry,
        "team/app",
        Digest.sha256(image.manifest()),
        SigningKey.ecdsa().sign(SigningKey.payload(repository(), Digest.sha256(image.manifest()))));
    refused("not made with a trusted key");
  }

  @Test
  void aRegistryThatCannotTellIsNoProofThatThereAreNone() {
    registry.on(
        "/v2/team/app/manifests/" + SigningKey.tag(Digest.sha256(image.manifest())),
        exchange -> FakeRegistry.status(exchange, 503));
    assertThatThrownBy(() -> fixture.pull(name())).isInstanceOf(Unavailable.class);
  }

  @Test
  void anEndlessPayloadIsCutOff() {
    Digest manifest = Digest.sha256(image.manifest());
    serveSignature(registry, manifest);
    String payload = SigningKey.payload(repository(), manifest);
    registry.on(
        "/v2/team/app/blobs/" + Digest.sha256(FakeImage.utf8(payload)),
        exchange -> FakeRegistry.endless(exchange, "application/octet-stream"));
    assertThatThrownBy(() -> fixture.pull(name())).isInstanceOf(FailedPrecondition.class);
    assertThat(fixture.images).isEmpty();
  }

  @Test
  void aMirrorWithoutSignaturesServesAnImageWhoseSignatureIsAtItsRegistry() throws Exception {
    try (FakeRegistry mirror = new FakeRegistry()) {
      image.serve(mirror, "copy/app", "1");
      Files.writeString(
          directory.resolve("registries.conf"),
          """
          [[registry]]
          prefix = "%1$s/team"
          location = "%1$s/team"
          [[registry.mirror]]
          location = "%2$s/copy"
          """
              .formatted(registry.host(), mirror.host()));
      serveSignature(registry, Digest.sha256(image.manifest()));

      assertThat(fixture.pull(name()).id()).isEqualTo(image.id());
      assertThat(registry.count("/v2/team/app/manifests/1")).isZero();
    }
  }

  @Test
  void thePolicyOfANamespaceIsForItsPodsOnly() throws Exception {
    Files.createDirectory(directory.resolve("policies"));
    Files.move(directory.resolve("policy.json"), directory.resolve("policies/strict.json"));

    fixture.namespace = "strict";
    refused("there is no signature");
    fixture.namespace = "other";
    assertThat(fixture.pull(name()).id()).isEqualTo(image.id());
  }

  private void policy(String file) throws IOException {
    Files.writeString(
        directory.resolve(file),
        """
        {"default":[{"type":"reject"}],"transports":{"docker":{"%s":[
          {"type":"sigstoreSigned","keyPath":"%s","signedIdentity":{"type":"matchRepository"}}]}}}\
        """
            .formatted(registry.host(), directory.resolve("key.pub")));
  }

  private void serveSignature(FakeRegistry where, Digest manifest) {
    SigningKey.serve(
        where, "team/app", manifest, key.sign(SigningKey.payload(repository(), manifest)));
  }

  private String repository() {
    return registry.host() + "/team/app";
  }

  private String name() {
    return repository() + ":1";
  }

  private void refused(String why) {
    assertThatThrownBy(() -> fixture.pull(name()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageStartingWith("SignatureValidationFailed")
        .hasMessageContaining(why);
    assertThat(fixture.images).isEmpty();
  }
}
