package io.crij.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.AuthConfig;
import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.PullImageRequest;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.HostProgram;
import io.crij.e2e.harness.LocalRegistry;
import io.crij.e2e.harness.Scripts;
import io.crij.e2e.harness.SharedNode;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A registry over TLS that asks who one is. */
@TestInstance(Lifecycle.PER_CLASS)
class PullCredentialsKernelTest {
  private static final String PASSWORD = "pa:ss-word-that-nobody-may-see";

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private LocalRegistry registry;
  private String reference;

  @BeforeAll
  void start(@TempDir Path directory) {
    registry = LocalRegistry.start(directory, "--htpasswd", "user:" + PASSWORD, "--tls");
    reference = registry.address() + "/private/image:1";
    HostProgram.run(
            Scripts.script("deploy/images/push").toString(),
            "--credentials",
            "user:" + PASSWORD,
            "--cacert",
            registry.directory().resolve("tls.crt").toString(),
            reference,
            crij.node().images().marker("private").toString())
        .output();
  }

  @AfterAll
  void stop() {
    registry.close();
  }

  @Test
  void withoutCredentialsThePullIsRefused() {
    GrpcFailure failure = GrpcFailure.of(() -> crij.node().pull(reference));
    assertThat(failure.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failure.message()).contains(registry.address());
  }

  @Test
  void aWrongPasswordIsRefusedAndNotRepeatedAnywhere() {
    AuthConfig wrong = auth().setUsername("user").setPassword("wrong-" + PASSWORD).build();
    GrpcFailure failure = GrpcFailure.of(() -> pull(wrong));
    assertThat(failure.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(failure.message()).doesNotContain(PASSWORD);
    assertThat(crij.node().log()).doesNotContain(PASSWORD);
  }

  @Test
  void nameAndPasswordAreTaken() {
    assertThat(pull(auth().setUsername("user").setPassword(PASSWORD).build()))
        .startsWith("sha256:");
    assertThat(crij.node().log()).doesNotContain(PASSWORD);
  }

  @Test
  void bothInOneFieldAreTaken() {
    String both =
        Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    assertThat(pull(auth().setAuth(both).build())).startsWith("sha256:");
    assertThat(crij.node().log()).doesNotContain(both);
  }

  @Test
  void credentialsOfAnotherRegistryAreNotShown() {
    AuthConfig other =
        auth()
            .setServerAddress("elsewhere.example")
            .setUsername("user")
            .setPassword(PASSWORD)
            .build();
    assertThat(GrpcFailure.of(() -> pull(other)).code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
  }

  private static AuthConfig.Builder auth() {
    return AuthConfig.newBuilder();
  }

  private String pull(AuthConfig auth) {
    return crij.client()
        .images()
        .pullImage(
            PullImageRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(reference))
                .setAuth(auth)
                .build())
        .getImageRef();
  }
}
