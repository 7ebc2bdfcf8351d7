package io.crij.image.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import io.crij.image.reference.Digest;
import io.crij.image.testing.DockerRegistry;
import io.crij.image.testing.FakeImage;
import io.crij.operations.failure.NotFound;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from a real registry. */
class DockerRegistryKernelTest {
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+";

  @TempDir Path directory;
  private DockerRegistry registry;
  private PullFixture fixture;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isExecutable(DockerRegistry.PROGRAM), "docker-registry is not installed");
    registry = new DockerRegistry(directory);
    fixture = new PullFixture(directory);
  }

  @AfterEach
  void stop() {
    if (registry != null) {
      fixture.close();
      registry.close();
    }
  }

  @Test
  void anImageWithGzipAndZstdLayersBehindAnIndex() throws Exception {
    byte[] second = "second layer ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    FakeImage gzip = FakeImage.of("first layer ".repeat(100_000));
    byte[] zstd = Zstd.compress(second);
    byte[] config =
        FakeImage.utf8(
            """
            {"os":"linux","architecture":"amd64",
             "rootfs":{"type":"layers","diff_ids":["%s","%s"]}}\
            """
                .formatted(gzip.diffIds().getFirst(), Digest.sha256(second)));
    byte[] manifest =
        FakeImage.utf8(
            """
            {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s,%s]}\
            """
                .formatted(
                    FakeImage.MANIFEST_TYPE,
                    FakeImage.descriptor("application/vnd.oci.image.config.v1+json", config),
                    FakeImage.descriptor(LAYER + "gzip", gzip.blobs().getFirst()),
                    FakeImage.descriptor(LAYER + "zstd", zstd)));
    byte[] index =
        FakeImage.utf8(
            """
            {"schemaVersion":2,"mediaType":"%s","manifests":[%s]}\
            """
                .formatted(
                    FakeImage.INDEX_TYPE,
                    FakeImage.descriptor(FakeImage.MANIFEST_TYPE, manifest)
                        .replace(
                            "}", ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}")));
    for (byte[] blob : new byte[][] {config, gzip.blobs().getFirst(), zstd}) {
      registry.pushBlob("team/app", blob);
    }
    registry.pushManifest("team/app", "amd64", FakeImage.MANIFEST_TYPE, manifest);
    registry.pushManifest("team/app", "1", FakeImage.INDEX_TYPE, index);

    PulledImage image = fixture.pull(registry.host() + "/team/app:1");

    assertThat(image.id()).isEqualTo(Digest.sha256(config));
    assertThat(image.resolved()).isEqualTo(Digest.sha256(index));
    assertThat(fixture.layers.stored.get(Digest.sha256(second))).isEqualTo(second);
    String byDigest = registry.host() + "/team/app@" + Digest.sha256(index);
    assertThat(fixture.pull(byDigest).reference().repoTag()).isEmpty();
  }

  @Test
  void kubernetesNamesAreServedByALocalMirror() throws Exception {
    FakeImage pause = FakeImage.of("pause");
    registry.pushBlob("pause", pause.config());
    registry.pushBlob("pause", pause.blobs().getFirst());
    registry.pushManifest("pause", "3.9", FakeImage.MANIFEST_TYPE, pause.manifest());
    Files.writeString(
        directory.resolve("registries.conf"),
        """
        [[registry]]
        prefix = "registry.k8s.io"
        location = "127.0.0.1:1"
        [[registry.mirror]]
        location = "%s"
        insecure = true
        """
            .formatted(registry.host()));

    assertThat(fixture.pull("registry.k8s.io/pause:3.9").reference().repoTag())
        .hasValue("registry.k8s.io/pause:3.9");
    assertThatThrownBy(() -> fixture.pull(registry.host() + "/pause:none"))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("MANIFEST_UNKNOWN");
  }
}
