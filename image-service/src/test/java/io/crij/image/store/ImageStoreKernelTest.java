package io.crij.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.ImageLimits;
import io.crij.image.ImageServices;
import io.crij.image.ImageView;
import io.crij.image.reference.Digest;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images on the node: names, removal, restarts, damage. */
class ImageStoreKernelTest {
  private static final FakeImage FIRST = image("first");
  private static final FakeImage SECOND = image("second");

  @TempDir Path directory;
  private FakeRegistry registry;
  private ImageNode node;
  private ImageServices services;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    node = new ImageNode(directory, ImageLimits.DEFAULT);
    services = node.start();
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    registry.close();
  }

  private static FakeImage image(String content) {
    return FakeImage.withLayers(
        TestLayer.gzip(TarEntry.file("shared", "the same")),
        TestLayer.gzip(TarEntry.file("own", content)));
  }

  private String name(String repository) {
    return registry.host() + "/" + repository;
  }

  private Digest pull(FakeImage image, String repository, String tag) throws Exception {
    image.serve(registry, repository, tag);
    return node.pull(name(repository) + ":" + tag);
  }

  private ImageView view(FakeImage image) {
    return services.images().resolve(image.id().toString()).orElseThrow();
  }

  private List<String> layers() throws IOException {
    try (Stream<Path> layers = Files.list(node.root().resolve("layers/sha256"))) {
      return layers.map(layer -> layer.getFileName().toString()).toList();
    }
  }

  @Test
  void oneImageHasAllTheNamesItWasPulledUnder() throws Exception {
    pull(FIRST, "app", "2");
    pull(FIRST, "app", "1");
    pull(FIRST, "other/app", "1");

    for (int round = 0; round < 2; round++) {
      ImageView image = view(FIRST);
      assertThat(services.images().list()).containsExactly(image);
      assertThat(image.repoTags())
          .containsExactly(name("app:1"), name("app:2"), name("other/app:1"));
      Digest manifest = Digest.sha256(FIRST.manifest());
      assertThat(image.repoDigests())
          .containsExactly(name("app@" + manifest), name("other/app@" + manifest));
      Stream.concat(image.repoTags().stream(), image.repoDigests().stream())
          .forEach(each -> assertThat(services.images().resolve(each)).hasValue(image));
      services = node.restart();
    }
    services.images().remove(FIRST.id());
    assertThat(services.images().resolve(name("other/app:1"))).isEmpty();
  }

  @Test
  void anImagePulledByDigestHasNoTag() throws Exception {
    FIRST.serve(registry, "app", "1");
    String byDigest = name("app@" + Digest.sha256(FIRST.manifest()));

    node.pull(byDigest);

    assertThat(view(FIRST).repoTags()).isEmpty();
    assertThat(view(FIRST).repoDigests()).containsExactly(byDigest);
  }

  @Test
  void theDigestsOfAnIndexAndOfTheManifestInItFindTheImage() throws Exception {
    FIRST.serve(registry, "app", "amd64");
    byte[] index =
        FakeImage.utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(
                    FakeImage.INDEX_TYPE,
                    FakeImage.descriptor(FakeImage.MANIFEST_TYPE, FIRST.manifest())));
    registry.manifest("app", "1", FakeImage.INDEX_TYPE, index);
    node.pull(name("app:1"));

    Digest top = Digest.sha256(index);
    Digest manifest = Digest.sha256(FIRST.manifest());
    for (int round = 0; round < 2; round++) {
      ImageView image = view(FIRST);
      assertThat(image.repoDigests()).containsExactly(name("app@" + top));
      for (String found :
          List.of(name("app@" + top), name("app@" + manifest), top.toString(), manifest + "")) {
        assertThat(services.images().resolve(found)).as(found).hasValue(image);
      }
      assertThat(services.images().resolve(name("other@" + manifest))).isEmpty();
      services = node.restart();
    }
  }

  @Test
  void aTagThatMovesLeavesTheImageThatHadIt() throws Exception {
    pull(FIRST, "app", "1");
    pull(SECOND, "app", "1");

    for (int round = 0; round < 2; round++) {
      assertThat(services.images().resolve(name("app:1"))).map(ImageView::id).hasValue(SECOND.id());
      assertThat(view(FIRST).repoTags()).isEmpty();
      assertThat(view(FIRST).repoDigests()).hasSize(1);
      services = node.restart();
    }
  }

  @Test
  void sharedLayersAreFetchedOnceAndStayWithTheOtherImage() throws Exception {
    pull(FIRST, "app", "1");
    pull(SECOND, "app", "2");
    assertThat(layers()).hasSize(3);
    assertThat(registry.count("/v2/app/blobs/" + SECOND.blob(0))).isEqualTo(1);

    services.images().remove(FIRST.id());
    services = node.restart();

    assertThat(layers())
        .containsExactlyInAnyOrder(SECOND.diffIds().get(0).hex(), SECOND.diffIds().get(1).hex());
    assertThat(services.images().fileSystem().usedInodes()).isEqualTo(8);
  }

  @Test
  void removalIsCompleteWhenItReturnsHoweverManyAsk() throws Exception {
    pull(FIRST, "app", "1");
    List<Future<Boolean>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
      for (int i = 0; i < 5; i++) {
        results.add(
            threads.submit(
                () -> {
                  services.images().remove(FIRST.id());
                  return services.images().resolve(name("app:1")).isEmpty();
                }));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    }
    assertThat(node.root().resolve("images").resolve(FIRST.id().hex())).doesNotExist();
    pull(FIRST, "app", "1");
    assertThat(view(FIRST).repoTags()).containsExactly(name("app:1"));
  }

  @Test
  void P18_anImageWhoseLayerIsAnotherLeavesNothing() throws Exception {
    FakeImage lie =
        FakeImage.withLayers(
            new TestLayer(
                TestLayer.gzip().compression(), FIRST.blobs().get(0), SECOND.diffIds().get(1)));
    lie.serve(registry, "app", "1");

    assertThatThrownBy(() -> node.pull(name("app:1")))
        .hasCauseInstanceOf(InvalidArgument.class)
        .hasMessageContaining("but the image says");
    assertThat(services.images().list()).isEmpty();
    assertThat(layers()).isEmpty();
    assertThat(node.root().resolve("layers/tmp")).isEmptyDirectory();
    assertThat(node.root().resolve("images/tmp")).isEmptyDirectory();
    pull(FIRST, "app", "1");
  }

  @Test
  void anImageWithAnUnreadableRecordIsNotListedAndCanBePulledAgain() throws Exception {
    pull(FIRST, "app", "1");
    pull(SECOND, "app", "2");
    Files.writeString(
        node.root().resolve("images").resolve(FIRST.id().hex()).resolve("image.json"), "garbage");

    services = node.restart();

    assertThat(services.images().list()).extracting(ImageView::id).containsExactly(SECOND.id());
    assertThat(layers()).hasSize(3);
    long fetched = registry.count("/v2/app/blobs/" + FIRST.blob(1));
    pull(FIRST, "app", "1");
    assertThat(registry.count("/v2/app/blobs/" + FIRST.blob(1))).isEqualTo(fetched);
    services = node.restart();
    assertThat(services.images().list()).hasSize(2);
  }

  @Test
  void anImageThatLostALayerOrItsConfigurationIsPulledAnew() throws Exception {
    pull(FIRST, "app", "1");
    pull(SECOND, "app", "2");
    Path layer = node.root().resolve("layers/sha256").resolve(FIRST.diffIds().get(1).hex());
    Files.delete(layer.resolve("layer.json"));
    Files.writeString(
        node.root().resolve("images").resolve(SECOND.id().hex()).resolve("config"), "{}");

    services = node.restart();

    assertThat(services.images().list()).isEmpty();
    pull(FIRST, "app", "1");
    pull(SECOND, "app", "2");
    services = node.restart();
    assertThat(services.images().list()).hasSize(2);
    assertThat(services.rootFilesystems().prepare("c1", FIRST.id()).merged().resolve("own"))
        .hasContent("first");
  }
}
