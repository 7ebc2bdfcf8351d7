package io.crij.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpHandler;
import io.crij.image.pull.PullLimits;
import io.crij.image.registry.RegistryLimits;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.image.testing.ImageNode;
import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole pulls from a registry at fault: a clear error, nothing half visible, the next pull works.
 */
class RegistryFaultsKernelTest {
  private static final FakeImage IMAGE =
      FakeImage.withLayers(
          TestLayer.gzip(TarEntry.file("a", "first")),
          TestLayer.plain(TarEntry.archive(TarEntry.file("b", new byte[300_000]))));
  private static final String MANIFEST = "/v2/app/manifests/1";
  private static final String CONFIG =
      "/v2/app/blobs/" + io.crij.image.reference.Digest.sha256(IMAGE.config());
  private static final String LAYER = "/v2/app/blobs/" + IMAGE.blob(1);

  @TempDir Path directory;
  private final CountDownLatch over = new CountDownLatch(1);
  private FakeRegistry registry;
  private ImageNode node;
  private ImageServices services;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    IMAGE.serve(registry, "app", "1");
    Duration soon = Duration.ofMillis(10);
    RegistryLimits registryLimits =
        new RegistryLimits(
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(300), 3, soon, soon);
    PullLimits usual = PullLimits.DEFAULT;
    PullLimits pullLimits =
        new PullLimits(
            usual.layersAtOnce(), 2, soon, usual.resolve(), usual.layers(), usual.commit());
    ImageLimits limits = ImageLimits.DEFAULT;
    node =
        new ImageNode(
            directory,
            new ImageLimits(
                limits.concurrentPulls(),
                limits.layerThreads(),
                registryLimits,
                pullLimits,
                limits.layer()));
    services = node.start();
  }

  @AfterEach
  void stop() throws IOException {
    over.countDown();
    node.close();
    registry.close();
  }

  enum Fault {
    UNAUTHORIZED(FailedPrecondition.class, "401", exchange -> FakeRegistry.status(exchange, 401)),
    FORBIDDEN(FailedPrecondition.class, "403", exchange -> FakeRegistry.status(exchange, 403)),
    ABSENT(NotFound.class, "404", exchange -> FakeRegistry.status(exchange, 404)),
    TOO_MANY(Unavailable.class, "429", exchange -> FakeRegistry.status(exchange, 429)),
    BROKEN(Unavailable.class, "500", exchange -> FakeRegistry.status(exchange, 500)),
    OVERLOADED(Unavailable.class, "503", exchange -> FakeRegistry.status(exchange, 503)),
    REDIRECT_LOOP(
        FailedPrecondition.class,
        "redirects",
        exchange -> {
          exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getPath());
          FakeRegistry.status(exchange, 307);
        }),
    RESET(Unavailable.class, "", exchange -> FakeRegistry.truncated(exchange, new byte[300], 10)),
    ENDLESS(Failure.class, "", exchange -> FakeRegistry.endless(exchange, "application/json")),
    OTHER_CONTENT(
        Failure.class, "", exchange -> FakeRegistry.answer(exchange, 200, "", new byte[30]));

    private final Class<? extends Failure> kind;
    private final String said;
    private final HttpHandler handler;

    Fault(Class<? extends Failure> kind, String said, HttpHandler handler) {
      this.kind = kind;
      this.said = said;
      this.handler = handler;
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void atTheManifest(Fault fault) throws Exception {
    failsThere(MANIFEST, fault);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void atTheConfiguration(Fault fault) throws Exception {
    failsThere(CONFIG, fault);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void atALayer(Fault fault) throws Exception {
    failsThere(LAYER, fault);
  }

  enum Damage {
    TOO_SHORT(blob -> Arrays.copyOf(blob, blob.length - 1)),
    TOO_LONG(blob -> Arrays.copyOf(blob, blob.length + 1)),
    FLIPPED(
        blob -> {
          byte[] other = blob.clone();
          other[blob.length / 2] ^= 1;
          return other;
        });

    private final java.util.function.UnaryOperator<byte[]> change;

    Damage(java.util.function.UnaryOperator<byte[]> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aLayerThatIsDamaged(Damage damage) throws Exception {
    HttpHandler good = exchange -> FakeRegistry.answer(exchange, 200, "", IMAGE.blobs().get(1));
    byte[] bad = damage.change.apply(IMAGE.blobs().get(1));
    registry.on(LAYER, exchange -> FakeRegistry.answer(exchange, 200, "", bad));

    assertThat(pullFails())
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(IMAGE.blob(1).toString());
    worksAgain(LAYER, good);
  }

  enum Slow {
    SILENT,
    TRICKLING
  }

  @ParameterizedTest
  @EnumSource(Slow.class)
  void aLayerThatHardlyComes(Slow slow) throws Exception {
    HttpHandler good = exchange -> FakeRegistry.answer(exchange, 200, "", IMAGE.blobs().get(1));
    registry.on(
        LAYER,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          do {
            if (slow == Slow.TRICKLING) {
              exchange.getResponseBody().write(0);
              exchange.getResponseBody().flush();
            }
          } while (!waited(over));
        });

    assertThat(pullFails())
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("next to nothing came");
    over.countDown();
    worksAgain(LAYER, good);
  }

  private void failsThere(String path, Fault fault) throws Exception {
    HttpHandler[] good = new HttpHandler[1];
    registry.intercept(
        path,
        (exchange, usual) -> {
          good[0] = usual;
          fault.handler.handle(exchange);
        });

    Throwable failure = pullFails();

    assertThat(failure).isInstanceOf(fault.kind).hasMessageContaining(fault.said);
    assertThat(failure).hasMessageContaining(registry.host());
    assertThat(((Failure) failure).stage()).isPresent();
    // The kubelet's word, and only where the registry is at fault.
    assertThat(((Failure) failure).what().startsWith("RegistryUnavailable: "))
        .isEqualTo(failure instanceof Unavailable);
    worksAgain(path, good[0]);
  }

  private Throwable pullFails() throws IOException {
    Throwable failure = catchThrowable(() -> node.pull(name())).getCause();
    assertThat(failure)
        .isInstanceOfAny(
            FailedPrecondition.class, NotFound.class, Unavailable.class, InvalidArgument.class);
    assertThat(services.images().list()).isEmpty();
    assertThat(services.images().resolve(name())).isEmpty();
    assertThat(node.root().resolve("layers/tmp")).isEmptyDirectory();
    String layer = IMAGE.diffIds().get(1).hex();
    assertThat(Files.exists(node.root().resolve("layers/sha256").resolve(layer))).isFalse();
    return failure;
  }

  private void worksAgain(String path, HttpHandler good) throws Exception {
    registry.on(path, good);
    assertThat(node.pull(name())).isEqualTo(IMAGE.id());
    assertThat(services.images().resolve(name())).isPresent();
  }

  private String name() {
    return registry.host() + "/app:1";
  }

  private static boolean waited(CountDownLatch latch) throws IOException {
    try {
      return latch.await(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
