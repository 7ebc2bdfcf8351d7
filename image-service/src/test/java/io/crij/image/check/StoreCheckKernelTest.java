package io.crij.image.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.image.ImageLimits;
import io.crij.image.ImageServices;
import io.crij.image.ImageView;
import io.crij.image.check.Finding.Kind;
import io.crij.image.check.Finding.Severity;
import io.crij.image.reference.Digest;
import io.crij.image.rootfs.ImageVolume;
import io.crij.image.testing.FakeArtifact;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage of every kind, found in a store that works, and repaired from the registry. */
class StoreCheckKernelTest {
  private static final CheckOptions LOOK = new CheckOptions(false, false);
  private static final CheckOptions DEEP = new CheckOptions(true, false);
  private static final CheckOptions REPAIR = new CheckOptions(true, true);
  private static final FakeImage IMAGE =
      FakeImage.withLayers(
          TestLayer.gzip(TarEntry.file("shared", "the same")),
          TestLayer.gzip(TarEntry.directory("etc"), TarEntry.file("etc/motd", "hello")));
  private static final FakeImage OTHER =
      FakeImage.withLayers(TestLayer.gzip(TarEntry.file("shared", "the same")));
  private static final FakeArtifact ARTIFACT =
      FakeArtifact.of(FakeArtifact.File.of("model", "weights"));

  @TempDir Path directory;
  private FakeRegistry registry;
  private ImageNode node;
  private ImageServices services;

  @BeforeEach
  void start() throws Exception {
    registry = new FakeRegistry();
    node = new ImageNode(directory, ImageLimits.DEFAULT);
    services = node.start();
    IMAGE.serve(registry, "app", "1");
    registry.manifest("app", "2", FakeImage.MANIFEST_TYPE, IMAGE.manifest());
    OTHER.serve(registry, "other", "1");
    ARTIFACT.serve(registry, "model", "1");
    node.pull(registry.host() + "/app:1");
    node.pull(registry.host() + "/app:2");
    node.pull(registry.host() + "/other:1");
    node.pull(registry.host() + "/model:1");
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    registry.close();
  }

  private final List<Finding> findings = new ArrayList<>();

  private CheckSummary check(CheckOptions options) {
    findings.clear();
    return services.check().run(options, findings::add, () -> false);
  }

  private Path layer(FakeImage image, int number) {
    return node.root().resolve("layers/sha256").resolve(image.diffIds().get(number).hex());
  }

  private Path image(Digest id) {
    return node.root().resolve("images").resolve(id.hex());
  }

  private Path blob() {
    return node.root().resolve("artifacts/sha256").resolve(ARTIFACT.blob(0).hex());
  }

  private ImageView view(FakeImage image) {
    return services.images().resolve(image.id().toString()).orElseThrow();
  }

  @Test
  void aStoreAsItShouldBeHasNoFindings() throws Exception {
    assertThat(check(DEEP)).isEqualTo(new CheckSummary(3, 3, 0, 0, 0));
    assertThat(findings).isEmpty();
    services = node.restart();
    assertThat(check(REPAIR)).isEqualTo(new CheckSummary(3, 3, 0, 0, 0));
  }

  @Test
  void aChangedFileIsFoundAndJustItsLayerIsPulledAgain() throws Exception {
    Path file = layer(IMAGE, 1).resolve("diff/etc/motd");
    Files.writeString(file, "HELLO");
    assertThat(check(LOOK).findings()).isZero();

    assertThat(check(DEEP).damaged()).isEqualTo(1);
    assertThat(findings.getFirst())
        .returns(Kind.LAYER, Finding::kind)
        .returns(IMAGE.diffIds().get(1).toString(), Finding::object)
        .satisfies(finding -> assertThat(finding.what()).contains("digest"));
    assertThat(file).hasContent("HELLO");

    long shared = registry.count("/v2/app/blobs/" + IMAGE.blob(0));
    ImageView before = view(IMAGE);
    CheckSummary repaired = check(REPAIR);

    assertThat(repaired.repaired()).isEqualTo(1);
    assertThat(findings.getFirst().repair())
        .hasValueSatisfying(s -> assertThat(s).contains("app@"));
    assertThat(file).hasContent("hello");
    assertThat(registry.count("/v2/app/blobs/" + IMAGE.blob(0))).isEqualTo(shared);
    assertThat(view(IMAGE)).isEqualTo(before);
    assertThat(check(DEEP).damaged()).isZero();
    assertThat(findings).extracting(Finding::kind).containsExactly(Kind.ORPHAN);
    check(REPAIR);
    assertThat(check(DEEP).findings()).isZero();
    assertThat(services.rootFilesystems().prepare("c1", IMAGE.id()).merged().resolve("etc/motd"))
        .hasContent("hello");
  }

  @Test
  void aContainerThatRunsOnADamagedLayerKeepsIt() throws Exception {
    node.addContainer("c1");
    Path merged = services.rootFilesystems().prepare("c1", IMAGE.id()).merged();
    Files.delete(layer(IMAGE, 0).resolve("layer.json"));

    assertThat(check(REPAIR).repaired()).isEqualTo(1);

    assertThat(merged.resolve("shared")).hasContent("the same");
    check(REPAIR);
    assertThat(node.root().resolve("layers/quarantined")).isNotEmptyDirectory();
    assertThat(merged.resolve("shared")).hasContent("the same");
    services.rootFilesystems().remove("c1");
    check(REPAIR);
    assertThat(node.root().resolve("layers/quarantined")).isEmptyDirectory();
  }

  @Test
  void whatTheRegistryHasNoMoreIsShownNoMoreUntilItIsPulled() throws Exception {
    Files.delete(layer(IMAGE, 1).resolve("diff/etc/motd"));
    registry.on("/v2/app/blobs/" + IMAGE.blob(1), e -> FakeRegistry.status(e, 404));

    CheckSummary summary = check(REPAIR);

    assertThat(summary.repaired()).isZero();
    assertThat(findings.getFirst().what()).contains("not repaired").contains("etc/motd is gone");
    assertThat(services.images().resolve(IMAGE.id().toString())).isEmpty();
    assertThat(services.images().resolve(OTHER.id().toString())).isPresent();
    assertThat(check(LOOK).damaged()).isEqualTo(1);
    services = node.restart();
    assertThat(check(LOOK).damaged()).isEqualTo(1);

    IMAGE.serve(registry, "app", "1");
    assertThat(check(REPAIR).repaired()).isEqualTo(1);
    assertThat(view(IMAGE).repoTags()).hasSize(2);
    services = node.restart();
    assertThat(view(IMAGE).repoTags()).hasSize(2);
  }

  @Test
  void damagedDocumentsAreWrittenAnew() throws Exception {
    ImageView before = view(IMAGE);
    for (String document : List.of("config", "manifest", "image.json")) {
      Files.writeString(image(IMAGE.id()).resolve(document), "{}");
      if (document.equals("image.json")) {
        Files.delete(image(IMAGE.id()).resolve(document));
      }
      assertThat(check(LOOK).damaged()).as(document).isEqualTo(1);
      assertThat(findings.getFirst().kind()).isEqualTo(Kind.IMAGE);

      assertThat(check(REPAIR).repaired()).as(document).isEqualTo(1);
      services = node.restart();
      assertThat(view(IMAGE)).as(document).isEqualTo(before);
    }
  }

  @Test
  void aDamagedBlobOfAnArtifactIsFoundAndPulledAgain() throws Exception {
    Files.setPosixFilePermissions(blob(), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(blob(), "WEIGHTS");
    assertThat(check(DEEP).damaged()).isEqualTo(1);
    assertThat(findings.getFirst().kind()).isEqualTo(Kind.BLOB);

    assertThat(check(REPAIR).repaired()).isEqualTo(1);
    assertThat(blob()).hasContent("weights");

    Files.delete(blob());
    assertThat(check(LOOK).damaged()).isEqualTo(1);
  }

  @Test
  void aLayerThatLiesAboutItselfIsFoundAtTheStartAndPulledAgain() throws Exception {
    node.stop();
    Files.writeString(layer(IMAGE, 1).resolve("layer.json"), "garbage");
    services = node.start();

    assertThat(services.images().resolve(IMAGE.id().toString())).isEmpty();
    assertThat(check(REPAIR).repaired()).isEqualTo(1);
    assertThat(view(IMAGE).repoTags()).hasSize(2);
  }

  @Test
  void orphansAreListedAndRemoved() throws Exception {
    services.rootFilesystems().prepare("lost1", IMAGE.id());
    services.imageMounts().mount("lost2", List.of(new ImageVolume(IMAGE.id(), "")));
    Files.createDirectory(node.root().resolve("images/nonsense"));
    Files.createDirectory(node.root().resolve("layers/quarantined/" + "a".repeat(64) + "-1"));

    CheckSummary listed = check(LOOK);

    assertThat(listed.damaged()).isZero();
    assertThat(findings).hasSize(4).allMatch(f -> f.severity() == Severity.NOTE);
    assertThat(findings).allMatch(f -> f.repair().isEmpty());
    assertThat(services.rootFilesystems().list()).hasSize(1);

    check(REPAIR);
    assertThat(findings).hasSize(4).allMatch(f -> f.repair().isPresent());
    assertThat(check(LOOK).findings()).isZero();
    assertThat(services.rootFilesystems().list()).isEmpty();
    assertThat(services.imageMounts().list()).isEmpty();
  }

  @Test
  void aCheckEndsWhenItIsStopped() throws Exception {
    Files.delete(layer(IMAGE, 1).resolve("diff/etc/motd"));

    CheckSummary summary = services.check().run(DEEP, findings::add, () -> true);

    assertThat(summary.layers()).isZero();
    assertThat(findings).isEmpty();
  }
}
