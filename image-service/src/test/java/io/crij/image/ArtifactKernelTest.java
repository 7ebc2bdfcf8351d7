package io.crij.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crij.image.reference.Digest;
import io.crij.image.rootfs.ImageVolume;
import io.crij.image.testing.DockerRegistry;
import io.crij.image.testing.FakeArtifact;
import io.crij.image.testing.FakeArtifact.File;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.NotFound;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts are images to CRI: pulled, listed, mounted, removed. */
class ArtifactKernelTest {
  private static final FakeArtifact MODEL =
      FakeArtifact.of(
          File.of("model.bin", "weights ".repeat(50_000)),
          File.of("docs/LICENSE", "free"),
          File.of("", "without a title"));

  @TempDir Path directory;
  private FakeRegistry registry;
  private ImageNode node;
  private ImageServices services;

  @BeforeEach
  void start() throws Exception {
    registry = new FakeRegistry();
    node = new ImageNode(directory, ImageLimits.DEFAULT);
    services = node.start();
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    registry.close();
  }

  private String serve(FakeArtifact artifact, String repository) {
    artifact.serve(registry, repository, "1");
    return registry.host() + "/" + repository + ":1";
  }

  private Path mount(FakeArtifact artifact, String subPath) {
    return services
        .imageMounts()
        .mount("c1", List.of(new ImageVolume(artifact.id(), subPath)))
        .getFirst();
  }

  @Test
  void anArtifactOfARealRegistryIsAnImageWithItsManifestAsId() throws Exception {
    assumeTrue(Files.isExecutable(DockerRegistry.PROGRAM), "docker-registry is not installed");
    try (DockerRegistry real = new DockerRegistry(directory)) {
      MODEL.push(real, "models/small", "1");
      String name = real.host() + "/models/small:1";

      Digest id = node.pull(name);

      assertThat(id).isEqualTo(MODEL.id());
      for (int round = 0; round < 2; round++) {
        ImageView image = services.images().resolve(name).orElseThrow();
        assertThat(image.id()).isEqualTo(id);
        assertThat(image.config().artifactType()).hasValue(FakeArtifact.TYPE);
        assertThat(image.size()).isGreaterThan(MODEL.blobs().getFirst().length);
        assertThat(services.images().resolve(id.toString())).hasValue(image);
        assertThat(services.images().resolve(image.repoDigests().getFirst())).hasValue(image);
        services = node.restart();
      }
      assertThat(services.images().fileSystem().usedBytes())
          .isGreaterThan(MODEL.blobs().getFirst().length);
    }
  }

  @Test
  void itsFilesAreMountedByTheirTitles() throws Exception {
    node.pull(serve(MODEL, "model"));

    Path mounted = mount(MODEL, "");

    assertThat(mounted.resolve("model.bin")).hasBinaryContent(MODEL.blobs().getFirst());
    assertThat(mounted.resolve("docs/LICENSE")).hasContent("free");
    assertThat(mounted.resolve("sha256-" + MODEL.blob(2).hex())).hasContent("without a title");
    assertThatThrownBy(() -> Files.writeString(mounted.resolve("model.bin"), "x"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Read-only");
    services.imageMounts().remove("c1");
    assertThat(mount(MODEL, "docs/LICENSE")).hasContent("free");
  }

  @Test
  void aRemovedArtifactStaysBelowItsVolumes() throws Exception {
    node.pull(serve(MODEL, "model"));
    Path mounted = mount(MODEL, "");
    services.images().remove(MODEL.id());
    services = node.restart();

    assertThat(services.images().list()).isEmpty();
    assertThat(mounted.resolve("docs/LICENSE")).hasContent("free");
    assertThat(node.root().resolve("artifacts/sha256")).isNotEmptyDirectory();

    services.imageMounts().remove("c1");
    node.stop();
    assertThat(node.root().resolve("artifacts/sha256")).isEmptyDirectory();
    assertThat(node.root().resolve("artifacts/tmp")).isEmptyDirectory();
  }

  @Test
  void blobsAreSharedAndFetchedOnce() throws Exception {
    FakeArtifact other =
        FakeArtifact.of(
            File.of("model.bin", "weights ".repeat(50_000)), File.of("README", "another"));
    node.pull(serve(MODEL, "model"));
    node.pull(serve(other, "model2"));

    assertThat(registry.count("/v2/model2/blobs/" + other.blob(0))).isZero();
    services.images().remove(MODEL.id());
    services = node.restart();
    assertThat(mount(other, "").resolve("model.bin")).hasBinaryContent(other.blobs().getFirst());
  }

  @Test
  void aBlobThatIsNotWhatItsDigestSaysIsRefusedAndTheNextPullWorks() throws Exception {
    String name = serve(MODEL, "model");
    byte[] wrong = MODEL.blobs().getFirst().clone();
    wrong[7]++;
    registry.on(
        "/v2/model/blobs/" + MODEL.blob(0),
        exchange -> FakeRegistry.answer(exchange, 200, "", wrong));

    assertThatThrownBy(() -> node.pull(name))
        .hasCauseInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(MODEL.blob(0).toString());
    assertThat(services.images().list()).isEmpty();
    assertThat(node.root().resolve("artifacts/tmp")).isEmptyDirectory();
    assertThat(node.root().resolve("artifacts/sha256/" + MODEL.blob(0).hex())).doesNotExist();

    MODEL.serve(registry, "model", "1");
    assertThat(node.pull(name)).isEqualTo(MODEL.id());
  }

  @Test
  void titlesThatLeadOutOrMeetAreRefusedAtTheMount() throws Exception {
    for (String title : List.of("../../etc/cron.d/x", "/etc/x", "..", ".")) {
      FakeArtifact hostile = FakeArtifact.of(File.of(title, "bad"));
      node.pull(serve(hostile, "hostile"));
      assertThatThrownBy(() -> mount(hostile, ""))
          .as(title)
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("title");
    }
    FakeArtifact twice = FakeArtifact.of(File.of("a", "1"), File.of("a/b", "2"));
    node.pull(serve(twice, "twice"));
    assertThatThrownBy(() -> mount(twice, "")).isInstanceOf(FailedPrecondition.class);
    assertThat(services.imageMounts().list()).isEmpty();
    assertThat(node.runroot().resolve("volumes")).isEmptyDirectory();
  }

  @Test
  void noContainerRunsOnAnArtifact() throws Exception {
    node.pull(serve(MODEL, "model"));

    assertThatThrownBy(() -> services.rootFilesystems().prepare("c9", MODEL.id()))
        .isInstanceOf(NotFound.class);
    assertThat(services.rootFilesystems().list()).isEmpty();
  }

  @Test
  void anArtifactBelowAnIndexTakesTheManifestOfTheArtifact() throws Exception {
    MODEL.serve(registry, "model", "plain");
    byte[] index =
        FakeImage.utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(
                    FakeImage.INDEX_TYPE,
                    FakeImage.descriptor(FakeImage.MANIFEST_TYPE, MODEL.manifest())));
    registry.manifest("model", "1", FakeImage.INDEX_TYPE, index);

    node.pull(registry.host() + "/model:1");

    ImageView image = services.images().resolve(MODEL.id().toString()).orElseThrow();
    String name = registry.host() + "/model@";
    assertThat(image.repoDigests()).containsExactly(name + Digest.sha256(index));
    assertThat(services.images().resolve(name + MODEL.id())).hasValue(image);
    assertThat(services.images().resolve(name + Digest.sha256(index))).hasValue(image);
  }
}
