package io.crij.image.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.Digest;
import io.crij.image.testing.DockerRegistry;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.SigningKey;
import io.crij.image.trust.SigstoreSignature;
import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's registry, and keys and signatures of openssl in the places where cosign puts them. */
class SignedPullKernelTest {
  private static final FakeImage IMAGE = FakeImage.of("base", "app");
  private static final Digest MANIFEST = Digest.sha256(IMAGE.manifest());

  @TempDir Path directory;
  private DockerRegistry registry;
  private PullFixture fixture;

  @BeforeEach
  void start() throws Exception {
    registry = new DockerRegistry(directory);
    fixture = new PullFixture(directory);
    registry.push("team/app", "1", IMAGE);
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem");
    openssl("ec", "-in", "key.pem", "-pubout", "-out", "key.pub");
    Files.writeString(
        directory.resolve("policy.json"),
        """
        {"default":[{"type":"reject"}],"transports":{"docker":{"%s/team":[
          {"type":"sigstoreSigned","keyPath":"%s","signedIdentity":{"type":"matchRepository"}}]}}}\
        """
            .formatted(registry.host(), directory.resolve("key.pub")));
  }

  @AfterEach
  void stop() {
    fixture.close();
    registry.close();
  }

  @Test
  void anImageIsPulledOnceItIsSigned() throws Exception {
    assertRefused("there is no signature");
    push(sign(SigningKey.payload(name(), MANIFEST)));
    assertThat(fixture.pull(name() + ":1").id()).isEqualTo(IMAGE.id());
    assertThat(fixture.pull(name() + "@" + MANIFEST).id()).isEqualTo(IMAGE.id());
  }

  @Test
  void aSignatureOfSomethingElseDoesNotCount() throws Exception {
    push(sign(SigningKey.payload("quay.io/other", MANIFEST)));
    assertRefused("signedIdentity");
    push(sign(SigningKey.payload(name(), Digest.sha256(new byte[1]))));
    assertRefused("is for another image");
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "key.pem");
    push(sign(SigningKey.payload(name(), MANIFEST)));
    assertRefused("not made with a trusted key");
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> fixture.pull(name() + ":1"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageStartingWith("SignatureValidationFailed")
        .hasMessageContaining(why);
    assertThat(fixture.images).isEmpty();
  }

  private String name() {
    return registry.host() + "/team/app";
  }

  private SigstoreSignature sign(String payload) throws Exception {
    Path file = Files.writeString(directory.resolve("payload"), payload);
    openssl("dgst", "-sha256", "-sign", "key.pem", "-out", "signature", "payload");
    byte[] signature = Files.readAllBytes(directory.resolve("signature"));
    return new SigstoreSignature(
        Files.readAllBytes(file), Base64.getEncoder().encodeToString(signature));
  }

  private void push(SigstoreSignature signature) throws IOException, InterruptedException {
    byte[] config = FakeImage.utf8("{}");
    registry.pushBlob("team/app", config);
    registry.pushBlob("team/app", signature.payload());
    registry.pushManifest(
        "team/app",
        SigningKey.tag(MANIFEST),
        FakeImage.MANIFEST_TYPE,
        SigningKey.manifest(config, signature));
  }

  private void openssl(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start();
    assertThat(process.waitFor()).as("%s", command).isZero();
  }
}
