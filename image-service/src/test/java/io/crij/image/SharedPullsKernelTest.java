package io.crij.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.reference.Digest;
import io.crij.image.registry.Credentials;
import io.crij.image.registry.DownloadLimits;
import io.crij.image.registry.PullCredentials;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many pulls at once into one real store. */
class SharedPullsKernelTest {
  private static final TestLayer BASE = TestLayer.gzip(TarEntry.file("base", new byte[200_000]));
  private static final TestLayer MIDDLE = TestLayer.zstd(TarEntry.archive(TarEntry.file("m", "x")));

  @TempDir Path directory;
  private FakeRegistry registry;
  private ImageNode node;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    node =
        new ImageNode(
            directory,
            ImageLimits.DEFAULT
                .withConcurrentPulls(10)
                .withDownloads(DownloadLimits.DEFAULT.of(3, 2, 1)));
  }

  @AfterEach
  void stop() throws IOException {
    node.close();
    registry.close();
  }

  @Test
  void tenPullsOfOneImageFetchEachBlobOnce() throws Exception {
    FakeImage image = FakeImage.withLayers(BASE, MIDDLE);
    image.serve(registry, "app", "1");
    ImageServices services = node.start();
    CountDownLatch all = new CountDownLatch(1);
    registry.intercept(
        "/v2/app/manifests/1",
        (exchange, usual) -> {
          await(all);
          usual.handle(exchange);
        });

    List<CompletableFuture<Digest>> pulls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pulls.add(services.puller().pull(registry.host() + "/app:1", PullCredentials.NONE));
    }
    // One caller's deadline passes.
    assertThatThrownBy(() -> pulls.getFirst().copy().orTimeout(1, TimeUnit.MILLISECONDS).get())
        .hasCauseInstanceOf(TimeoutException.class);
    all.countDown();
    for (CompletableFuture<Digest> pull : pulls) {
      assertThat(pull.get()).isEqualTo(image.id());
    }

    assertThat(registry.seen()).hasSize(4);
  }

  @Test
  void imagesAndCredentialsThatShareLayersFetchEachLayerOnce() throws Exception {
    List<FakeImage> images = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      TestLayer own = TestLayer.gzip(TarEntry.file("own", "image " + i));
      images.add(FakeImage.withLayers(BASE, MIDDLE, own));
      images.getLast().serve(registry, "app", "v" + i);
    }
    ImageServices services = node.start();
    PullCredentials other =
        new PullCredentials(new Credentials.Password("ann", "secret"), Optional.empty());

    List<CompletableFuture<Digest>> pulls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String name = registry.host() + "/app:v" + i / 2;
      pulls.add(services.puller().pull(name, i % 2 == 0 ? PullCredentials.NONE : other));
    }
    for (int i = 0; i < 10; i++) {
      assertThat(pulls.get(i).get()).isEqualTo(images.get(i / 2).id());
    }

    for (FakeImage image : images) {
      for (int layer = 0; layer < 3; layer++) {
        assertThat(registry.count("/v2/app/blobs/" + image.blob(layer))).isEqualTo(1);
      }
    }
    assertThat(services.images().list()).hasSize(5);
  }

  @Test
  void noMoreBlobsAreOpenAtOneRegistryThanAllowed() throws Exception {
    List<TestLayer> layers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      layers.add(TestLayer.gzip(TarEntry.file("f", "layer " + i)));
    }
    FakeImage image = FakeImage.withLayers(layers.toArray(TestLayer[]::new));
    image.serve(registry, "app", "1");
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 8; i++) {
      registry.intercept(
          "/v2/app/blobs/" + image.blob(i),
          (exchange, usual) -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            pause();
            // The client may ask for the next as soon as it has the last byte of this.
            open.decrementAndGet();
            usual.handle(exchange);
          });
    }
    node.start();

    node.pull(registry.host() + "/app:1");

    assertThat(most.get()).isBetween(1, 2);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(30);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
