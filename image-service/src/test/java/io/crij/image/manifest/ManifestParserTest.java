package io.crij.image.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.Platform;
import io.crij.image.testing.FakeImage;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParserTest {
  private static final String DIGEST = "sha256:" + "b".repeat(64);
  private static final Platform AMD64 = new Platform("linux", "amd64", Optional.empty());

  @Test
  void readsAManifest() {
    FakeImage image = FakeImage.of("one", "two");

    ImageManifest manifest = (ImageManifest) parse(image.manifest(), MediaType.OCI_MANIFEST);

    assertThat(manifest.config().digest()).isEqualTo(image.id());
    assertThat(manifest.layers()).hasSize(2);
    assertThat(manifest.layers().getFirst().compression()).isEqualTo(Compression.GZIP);
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.oci.image.layer.v1.tar, NONE",
    "application/vnd.oci.image.layer.v1.tar+zstd, ZSTD",
    "application/vnd.docker.image.rootfs.diff.tar.gzip, GZIP",
  })
  void knowsLayerTypes(String type, Compression compression) {
    ImageManifest manifest = (ImageManifest) parse(manifest(layer(type)), "");
    assertThat(manifest.layers().getFirst().compression()).isEqualTo(compression);
  }

  @Test
  void anImageMayHaveNoLayers() {
    assertThat(((ImageManifest) parse(manifest(""), "")).layers()).isEmpty();
  }

  @Test
  void choosesThePlatform() {
    ImageIndex index = (ImageIndex) parse(index(entry("arm64", 1) + "," + entry("amd64", 2)), "");

    assertThat(index.choose(AMD64).size()).isEqualTo(2);
    assertThatThrownBy(() -> index.choose(new Platform("linux", "riscv64", Optional.empty())))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("linux/riscv64")
        .hasMessageContaining("linux/arm64, linux/amd64");
  }

  @Test
  void attestationsAreNeverChosen() {
    String unknown = entry("unknown", 3).replace("\"linux\"", "\"unknown\"");
    ImageIndex index = (ImageIndex) parse(index(unknown + "," + entry("amd64", 2)), "");

    assertThat(index.choose(AMD64).size()).isEqualTo(2);
  }

  @Test
  void p15BothKindsInOneBody() {
    String both =
        """
        {"schemaVersion":2,"config":{},"layers":[],"manifests":[]}\
        """;
    for (String type : new String[] {MediaType.OCI_INDEX, MediaType.OCI_MANIFEST, ""}) {
      assertThatThrownBy(() -> parse(both, type)).isInstanceOf(InvalidArgument.class);
    }
  }

  @Test
  void p15TypeDiffersFromHeaderOrDescriptor() {
    byte[] manifest = FakeImage.of("x").manifest();

    assertThatThrownBy(() -> parse(manifest, MediaType.DOCKER_MANIFEST))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> parse(manifest, MediaType.OCI_INDEX))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(
            () -> ManifestParser.parse(manifest, "", Optional.of(MediaType.DOCKER_MANIFEST)))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void p15DoubledKey() {
    String doubled =
        """
        {"schemaVersion":2,"config":%s,"layers":[],"layers":[%s]}\
        """
            .formatted(config(), layer("application/vnd.oci.image.layer.v1.tar"));
    assertThatThrownBy(() -> parse(doubled, "")).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void p16EncryptedAndUnknownLayers() {
    assertThatThrownBy(
            () ->
                parse(manifest(layer("application/vnd.oci.image.layer.v1.tar+gzip+encrypted")), ""))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("encrypted");
    assertThatThrownBy(() -> parse(manifest(layer("application/x-squashfs")), ""))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining("application/x-squashfs");
  }

  @Test
  void schema1IsRefusedWithAdvice() {
    assertThatThrownBy(() -> parse("{\"schemaVersion\":1}", ""))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("push the image again");
    assertThatThrownBy(
            () -> parse("x", "application/vnd.docker.distribution.manifest.v1+prettyjws"))
        .isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void aManifestWithoutAnImagesConfigIsAnArtifactOfAnyBlobs() {
    String artifact =
        manifest(layer("application/x-model"))
            .replace(MediaType.OCI_CONFIG, "application/vnd.oci.empty.v1+json");
    String typed = artifact.replaceFirst("\\{", "{\"artifactType\":\"application/x-weights\",");

    ImageManifest found = (ImageManifest) parse(artifact, "");

    assertThat(found.isArtifact()).isTrue();
    assertThat(found.artifactType()).hasValue("application/vnd.oci.empty.v1+json");
    assertThat(found.layers()).hasSize(1);
    assertThat(((ImageManifest) parse(typed, "")).artifactType()).hasValue("application/x-weights");
  }

  @Test
  void anImageMayHaveATypeAndASubject() {
    String referring =
        manifest("")
            .replaceFirst(
                "\\{",
                "{\"artifactType\":\"application/x\",\"subject\":"
                    + FakeImage.descriptor(MediaType.OCI_MANIFEST, new byte[1])
                    + ",");

    assertThat(((ImageManifest) parse(referring, "")).isArtifact()).isFalse();
  }

  @Test
  void aWithdrawnKindOfArtifactIsRefusedWithAdvice() {
    assertThatThrownBy(() -> parse("{\"schemaVersion\":2,\"blobs\":[]}", ""))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("current tool");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "null",
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":\"2\",\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":[],\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}",
        "{\"schemaVersion\":2,\"manifests\":{}}",
        "{\"schemaVersion\":2,\"manifests\":[1]}",
        "{\"schemaVersion\":2,\"manifests\":[]} x",
        "{\"schemaVersion\":2.5,\"manifests\":[]}",
      })
  void malformed(String body) {
    assertThatThrownBy(() -> parse(body, "")).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void p14DigestsInDescriptors() {
    String wrong =
        layer("application/vnd.oci.image.layer.v1.tar").replace(DIGEST, "sha256:../../x");
    assertThatThrownBy(() -> parse(manifest(wrong), "")).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void j14HostileJson() {
    String deep = "[".repeat(100_000);
    String number = "1".repeat(1_000_000);
    assertThatThrownBy(() -> parse("{\"schemaVersion\":2,\"manifests\":" + deep, ""))
        .isInstanceOf(InvalidArgument.class);
    assertThatThrownBy(() -> parse("{\"schemaVersion\":" + number + "}", ""))
        .isInstanceOf(InvalidArgument.class);
  }

  private static ManifestDocument parse(String body, String type) {
    return parse(FakeImage.utf8(body), type);
  }

  private static ManifestDocument parse(byte[] body, String type) {
    return ManifestParser.parse(body, type, Optional.empty());
  }

  private static String config() {
    return descriptor(MediaType.OCI_CONFIG, 2);
  }

  private static String layer(String type) {
    return descriptor(type, 3);
  }

  private static String manifest(String layers) {
    return "{\"schemaVersion\":2,\"config\":" + config() + ",\"layers\":[" + layers + "]}";
  }

  private static String index(String manifests) {
    return "{\"schemaVersion\":2,\"manifests\":[" + manifests + "]}";
  }

  private static String entry(String architecture, int size) {
    String platform = ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}}";
    return descriptor(MediaType.OCI_MANIFEST, size).replace("}", platform);
  }

  private static String descriptor(String type, int size) {
    return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + DIGEST + "\",\"size\":" + size + "}";
  }
}
