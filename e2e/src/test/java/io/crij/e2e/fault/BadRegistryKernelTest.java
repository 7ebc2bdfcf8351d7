package io.crij.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ImageSpec;
import io.crij.cri.v1.ImageStatusRequest;
import io.crij.e2e.harness.GrpcFailure;
import io.crij.e2e.harness.LocalRegistry;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestImages;
import io.grpc.Status;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@TestInstance(Lifecycle.PER_CLASS)
class BadRegistryKernelTest {
  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private final FaultyRegistry registry = new FaultyRegistry();

  @AfterEach
  void behave() {
    registry.behave();
  }

  @AfterAll
  void close() {
    registry.close();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void thePullFailsAndWorksWhenTheRegistryDoes(RegistryFault fault) {
    ServedImage image = image(fault.name());
    String reference = registry.serve(fault.name().toLowerCase(Locale.ROOT), image);
    registry.misbehave(fault);
    GrpcFailure failure = GrpcFailure.of(() -> crij.node().pull(reference));
    assertThat(failure.code()).as(failure.message()).isEqualTo(fault.expected());
    assertThat(isHere(reference)).isFalse();
    crij.node().assertNothingLeft();

    registry.behave();
    assertThat(crij.node().pull(reference)).isEqualTo(image.configDigest());
    assertThat(isHere(reference)).isTrue();
  }

  @Test
  void aManifestThatLiesAboutItsLayersSizeIsRefused() {
    byte[] layer = ServedImage.gzip(tar("size"));
    ServedImage lying = ServedImage.of(layer, ServedImage.digest(tar("size")), layer.length - 1);
    assertRefused("wrong-size", lying, Status.Code.FAILED_PRECONDITION);
  }

  @Test
  void aConfigurationThatLiesAboutItsLayersContentIsRefused() {
    byte[] layer = ServedImage.gzip(tar("content"));
    ServedImage lying = ServedImage.of(layer, "sha256:" + "0".repeat(64), layer.length);
    assertRefused("wrong-diff-id", lying, Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void aManifestThatIsNotTheOneAskedForIsRefused() {
    ServedImage image = image("other");
    String reference = registry.serve("other-digest", image);
    String byDigest = reference.replace(":1", "@sha256:" + "1".repeat(64));
    GrpcFailure failure = GrpcFailure.of(() -> crij.node().pull(byDigest));
    assertThat(failure.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    String right = reference.replace(":1", "@" + ServedImage.digest(image.manifest()));
    assertThat(crij.node().pull(right)).isEqualTo(image.configDigest());
  }

  @Test
  void anUnknownImageIsNotFound() {
    GrpcFailure failure =
        GrpcFailure.of(() -> crij.node().pull(TestImages.HOST + "/e2e/no-such-image:1"));
    assertThat(failure.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(failure.message()).contains("e2e/no-such-image");
  }

  @Test
  void nobodyAtTheRegistrysAddressMeansThatItIsUnavailable() throws IOException {
    int port = unusedPort();
    GrpcFailure failure =
        GrpcFailure.of(() -> crij.node().pull("127.0.0.1:" + port + "/any/image:1"));
    assertThat(failure.code()).isEqualTo(Status.Code.UNKNOWN);
    assertThat(failure.message()).startsWith("RegistryUnavailable: ").contains("127.0.0.1:" + port);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    for (String name : new String[] {"docker.io/UPPER:1", "a b", "x@sha256:12", "-:-", "a//b"}) {
      assertThat(GrpcFailure.of(() -> crij.node().pull(name)).code())
          .as(name)
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void aRegistryThatComesBackServesAgain(@TempDir Path directory) {
    try (LocalRegistry local = LocalRegistry.start(directory)) {
      String name = local.address() + "/none/image:1";
      assertThat(GrpcFailure.of(() -> crij.node().pull(name)).code())
          .isEqualTo(Status.Code.NOT_FOUND);
      local.stop();
      assertThat(GrpcFailure.of(() -> crij.node().pull(name)).message())
          .startsWith("RegistryUnavailable: ");
      try (LocalRegistry again = local.restart()) {
        assertThat(again.address()).isEqualTo(local.address());
        assertThat(GrpcFailure.of(() -> crij.node().pull(name)).code())
            .isEqualTo(Status.Code.NOT_FOUND);
      }
    }
  }

  private void assertRefused(String name, ServedImage image, Status.Code code) {
    String reference = registry.serve(name, image);
    GrpcFailure failure = GrpcFailure.of(() -> crij.node().pull(reference));
    assertThat(failure.code()).as(failure.message()).isEqualTo(code);
    assertThat(isHere(reference)).isFalse();
    crij.node().assertNothingLeft();
  }

  private boolean isHere(String reference) {
    return crij.client()
        .images()
        .imageStatus(
            ImageStatusRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(reference))
                .build())
        .hasImage();
  }

  private static ServedImage image(String content) {
    return ServedImage.of(tar(content));
  }

  /** Large enough not to lie in one piece of the network, and not compressible. */
  private static byte[] tar(String content) {
    byte[] noise = new byte[200_000];
    new Random(content.hashCode()).nextBytes(noise);
    return TarFile.of(tar -> tar.file("noise", new String(noise, StandardCharsets.ISO_8859_1)));
  }
}
