package io.crij.image.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.Digest;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePullTest {
  private static final FakeImage IMAGE = FakeImage.of("base", "middle", "top", "a", "b", "c");

  @TempDir Path directory;
  private FakeRegistry registry;
  private PullFixture fixture;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    fixture = new PullFixture(directory);
  }

  @AfterEach
  void stop() {
    fixture.close();
    registry.close();
  }

  @Test
  void theIdIsTheConfigsDigest() throws Exception {
    IMAGE.serve(registry, "team/app", "1");

    PulledImage image = fixture.pull(registry.host() + "/team/app:1");

    assertThat(image.id()).isEqualTo(IMAGE.id());
    assertThat(image.resolved()).isEqualTo(Digest.sha256(IMAGE.manifest()));
    assertThat(image.reference()).hasToString(registry.host() + "/team/app:1");
    assertThat(fixture.layers.stored).containsOnlyKeys(IMAGE.diffIds());
  }

  @Test
  void anIndexGivesItsOwnDigest() throws Exception {
    IMAGE.serve(registry, "team/app", "amd64");
    byte[] index = index(IMAGE);
    registry.manifest("team/app", "1", FakeImage.INDEX_TYPE, index);

    PulledImage image = fixture.pull(registry.host() + "/team/app:1");

    assertThat(image.resolved()).isEqualTo(Digest.sha256(index));
    assertThat(image.chosen().digest()).isEqualTo(Digest.sha256(IMAGE.manifest()));
    assertThat(image.id()).isEqualTo(IMAGE.id());
  }

  @Test
  void layersThatAreThereAreNotFetched() throws Exception {
    IMAGE.serve(registry, "team/app", "1");
    fixture.pull(registry.host() + "/team/app:1");
    fixture.pull(registry.host() + "/team/app:1");

    for (int i = 0; i < IMAGE.blobs().size(); i++) {
      assertThat(registry.count("/v2/team/app/blobs/" + IMAGE.blob(i))).isEqualTo(1);
    }
  }

  @Test
  void p18AnImageWithoutLayers() throws Exception {
    FakeImage.of().serve(registry, "team/app", "1");
    assertThat(fixture.pull(registry.host() + "/team/app:1").manifest().layers()).isEmpty();
  }

  @Test
  void aMirrorStaysInvisible() throws Exception {
    IMAGE.serve(registry, "pause", "3.9");
    mirrors("registry.k8s.io", registry.host());

    PulledImage image = fixture.pull("registry.k8s.io/pause:3.9");

    assertThat(image.reference().repoTag()).hasValue("registry.k8s.io/pause:3.9");
    assertThat(image.reference().repoDigest(image.resolved()))
        .startsWith("registry.k8s.io/pause@sha256:");
  }

  @Test
  void everyEndpointsFailureIsListed() throws Exception {
    try (FakeRegistry second = new FakeRegistry()) {
      second.on("/v2/pause/manifests/3.9", exchange -> FakeRegistry.status(exchange, 403));
      String own = "[[registry]]\nprefix = \"k8s.io\"\nlocation = \"" + second.host() + "\"\n";
      registriesConf(own + mirror("127.0.0.1:1") + mirror(registry.host()));

      assertThatThrownBy(() -> fixture.pull("k8s.io/pause:3.9"))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("k8s.io/pause:3.9")
          .hasMessageContaining("mirror 127.0.0.1:1/pause")
          .hasMessageContaining("mirror " + registry.host() + "/pause")
          .hasMessageContaining("404")
          .hasMessageContaining("registry " + second.host() + "/pause")
          .hasMessageContaining("403");
    }
  }

  @Test
  void aBrokenLayerIsFetchedAgain() throws Exception {
    IMAGE.serve(registry, "team/app", "1");
    byte[] blob = IMAGE.blobs().get(1);
    AtomicInteger broken = new AtomicInteger(2);
    registry.intercept(
        path(1),
        (exchange, usual) -> {
          if (broken.getAndDecrement() > 0) {
            FakeRegistry.truncated(exchange, blob, 3);
          } else {
            usual.handle(exchange);
          }
        });

    fixture.pull(registry.host() + "/team/app:1");

    assertThat(registry.count(path(1))).isEqualTo(3);
    assertThat(fixture.layers.stored).hasSize(IMAGE.blobs().size());
  }

  @Test
  void aCorruptedLayerFailsThePullAfterAFewAttempts() throws IOException {
    IMAGE.serve(registry, "team/app", "1");
    registry.on(
        path(2),
        exchange -> FakeRegistry.answer(exchange, 200, "", FakeImage.utf8("something else")));

    assertThatThrownBy(() -> fixture.pull(registry.host() + "/team/app:1"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(IMAGE.blob(2).toString());
    assertThat(registry.count(path(2))).isEqualTo(3);
    assertThat(fixture.images).isEmpty();
  }

  @Test
  void aLayerThatTheMirrorLacksComesFromTheRegistry() throws Exception {
    try (FakeRegistry own = new FakeRegistry()) {
      IMAGE.serve(registry, "team/app", "1");
      IMAGE.serve(own, "team/app", "1");
      registry.on(path(0), exchange -> FakeRegistry.status(exchange, 404));
      String rule = "[[registry]]\nprefix = \"a.org\"\nlocation = \"" + own.host() + "\"\n";
      registriesConf(rule + mirror(registry.host()));

      fixture.pull("a.org/team/app:1");

      assertThat(own.count(path(0))).isEqualTo(1);
      assertThat(own.count(path(1))).isZero();
    }
  }

  @Test
  void aLayerThatIsWrongByItsConfigIsNotFetchedAgain() {
    FakeImage other = FakeImage.of("other");
    FakeImage lying =
        new FakeImage(
            other.config(),
            IMAGE.blobs().subList(0, 1),
            other.diffIds(),
            FakeImage.utf8(
                """
                {"schemaVersion":2,"config":%s,"layers":[%s]}\
                """
                    .formatted(
                        FakeImage.descriptor(
                            "application/vnd.oci.image.config.v1+json", other.config()),
                        FakeImage.descriptor(
                            "application/vnd.oci.image.layer.v1.tar+gzip",
                            IMAGE.blobs().getFirst()))));
    lying.serve(registry, "team/app", "1");

    assertThatThrownBy(() -> fixture.pull(registry.host() + "/team/app:1"))
        .isInstanceOf(InvalidArgument.class);
    assertThat(registry.count(path(0))).isEqualTo(1);
  }

  @Test
  void p16TheChosenManifestIsTheOneThatIsChecked() {
    String encrypted =
        new String(IMAGE.manifest(), java.nio.charset.StandardCharsets.UTF_8)
            .replace("tar+gzip", "tar+gzip+encrypted");
    FakeImage bad =
        new FakeImage(IMAGE.config(), IMAGE.blobs(), IMAGE.diffIds(), FakeImage.utf8(encrypted));
    bad.serve(registry, "team/app", "amd64");
    registry.manifest("team/app", "1", FakeImage.INDEX_TYPE, index(bad));

    assertThatThrownBy(() -> fixture.pull(registry.host() + "/team/app:1"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("encrypted");
    assertThat(registry.seen()).noneMatch(seen -> seen.path().contains("/blobs/"));
  }

  @Test
  void thePolicyIsAskedFirst() throws IOException {
    Files.writeString(directory.resolve("policy.json"), "{\"default\":[{\"type\":\"reject\"}]}");

    assertThatThrownBy(() -> fixture.pull(registry.host() + "/team/app:1"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("SignatureValidationFailed");
    assertThat(registry.seen()).isEmpty();
  }

  @Test
  void anUnknownImageIsNotFound() {
    assertThatThrownBy(() -> fixture.pull(registry.host() + "/team/app:1"))
        .isInstanceOf(NotFound.class)
        .extracting(thrown -> ((Failure) thrown).advice())
        .isEqualTo("Check name, tag and digest.");
  }

  private static String path(int layer) {
    return "/v2/team/app/blobs/" + IMAGE.blob(layer);
  }

  private static byte[] index(FakeImage amd64) {
    String entry = FakeImage.descriptor(FakeImage.MANIFEST_TYPE, amd64.manifest());
    String platform = ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}";
    String decoy = FakeImage.descriptor(FakeImage.MANIFEST_TYPE, new byte[0]);
    String other = ",\"platform\":{\"os\":\"linux\",\"architecture\":\"s390x\"}}";
    return FakeImage.utf8(
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[%s,%s]}\
        """
            .formatted(
                FakeImage.INDEX_TYPE, decoy.replace("}", other), entry.replace("}", platform)));
  }

  private void mirrors(String prefix, String location) throws IOException {
    registriesConf("[[registry]]\nprefix = \"" + prefix + "\"\n" + mirror(location));
  }

  private static String mirror(String location) {
    return "[[registry.mirror]]\nlocation = \"" + location + "\"\n";
  }

  private void registriesConf(String text) throws IOException {
    Files.writeString(directory.resolve("registries.conf"), text);
  }
}
