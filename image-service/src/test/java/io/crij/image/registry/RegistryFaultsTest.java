package io.crij.image.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import io.crij.image.testing.FakeRegistry;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryFaultsTest {
  private static final String MANIFEST = "/v2/team/app/manifests/1";
  private static final byte[] CONTENT = "0123456789".repeat(10_000).getBytes(UTF_8);

  private final RegistryFixture fixture = new RegistryFixture();
  private FakeRegistry registry;
  private RegistryRepository repository;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    repository = fixture.repository(registry, Credentials.none());
  }

  @AfterEach
  void stop() {
    fixture.close();
    registry.close();
  }

  @Test
  void aManifestComesWithTypeAndDigest() {
    registry.manifest("team/app", "1", "application/json; charset=utf-8", CONTENT);

    ServedManifest served = repository.manifest();

    assertThat(served.bytes()).isEqualTo(CONTENT);
    assertThat(served.digest()).isEqualTo(Digest.sha256(CONTENT));
    assertThat(served.contentType()).isEqualTo("application/json");
    assertThat(registry.seen()).allMatch(seen -> seen.acceptEncoding().equals("identity"));
  }

  @Test
  void anUnknownManifestIsNotFound() {
    assertThatThrownBy(repository::manifest)
        .isInstanceOf(NotFound.class)
        .hasMessageContaining(registry.host() + "/team/app")
        .hasMessageContaining("404");
    assertThat(fixture.pauses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void noAccessSaysThatTheImageMayNotExist(int status) {
    registry.on(MANIFEST, exchange -> FakeRegistry.status(exchange, status));

    assertThatThrownBy(repository::manifest)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("does not exist, or it needs credentials");
  }

  @Test
  void aRegistryThatRecoversIsAskedAgain() {
    registry.manifest("team/app", "1", "", CONTENT);
    failFirst(2, 500);

    assertThat(repository.manifest().bytes()).isEqualTo(CONTENT);
    assertThat(fixture.pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aRegistryThatStaysBrokenIsUnavailable(int status) {
    registry.on(MANIFEST, exchange -> FakeRegistry.status(exchange, status));

    assertThatThrownBy(repository::manifest)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("HTTP " + status);
    assertThat(registry.count(MANIFEST)).isEqualTo(3);
  }

  @Test
  void retryAfterIsObeyedWithinReason() {
    registry.on(MANIFEST, exchange -> busy(exchange, "7"));
    assertThatThrownBy(repository::manifest).isInstanceOf(Unavailable.class);
    assertThat(fixture.pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));

    fixture.pauses.clear();
    registry.on(MANIFEST, exchange -> busy(exchange, "3600"));
    assertThatThrownBy(repository::manifest)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("3600 s");
    assertThat(fixture.pauses).isEmpty();
  }

  @Test
  void anUnreachableRegistryIsNamed() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    RegistryRepository nobody =
        fixture.repository("127.0.0.1:" + port + "/team/app:1", Credentials.none());

    assertThatThrownBy(nobody::manifest)
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("connection refused")
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void p9EndlessManifestIsCutOff() throws InterruptedException {
    CountDownLatch cut = new CountDownLatch(1);
    registry.on(
        MANIFEST,
        exchange -> {
          try {
            FakeRegistry.endless(exchange, "application/json");
          } catch (IOException e) {
            cut.countDown();
            throw e;
          }
        });

    assertThatThrownBy(repository::manifest)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("larger than 4194304 bytes");
    cut.await();
    assertThat(registry.count(MANIFEST)).isEqualTo(1);
  }

  @Test
  void p9EndlessErrorIsCutOff() {
    registry.on(
        MANIFEST,
        exchange -> {
          exchange.sendResponseHeaders(422, 0);
          byte[] block = new byte[64 * 1024];
          while (true) {
            exchange.getResponseBody().write(block);
          }
        });

    assertThatThrownBy(repository::manifest)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("larger than 65536");
  }

  @Test
  void j7EncodedManifestIsRefusedUnread() {
    registry.on(
        MANIFEST,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "zstd");
          FakeRegistry.answer(exchange, 200, "application/json", CONTENT);
        });

    assertThatThrownBy(repository::manifest)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("content-encoded");
  }

  @Test
  void aManifestMustHaveTheDigestAskedFor() {
    Digest asked = Digest.sha256("other".getBytes(UTF_8));
    registry.on(
        "/v2/team/app/manifests/" + asked,
        exchange -> FakeRegistry.answer(exchange, 200, "", CONTENT));

    assertThatThrownBy(() -> repository.manifest(descriptor(asked, CONTENT.length)))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(asked.toString());
  }

  @Test
  void aSmallBlobMustHaveDigestAndSize() {
    Digest digest = registry.blob("team/app", CONTENT);
    registry.on(
        "/v2/team/app/blobs/" + Digest.sha256(new byte[0]),
        exchange -> FakeRegistry.answer(exchange, 200, "", CONTENT));

    assertThat(repository.blob(descriptor(digest, CONTENT.length), 1 << 20)).isEqualTo(CONTENT);
    assertThatThrownBy(() -> repository.blob(descriptor(digest, 5), 1 << 20))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("100000 bytes and not 5");
    assertThatThrownBy(
            () -> repository.blob(descriptor(Digest.sha256(new byte[0]), CONTENT.length), 1 << 20))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("digest differs");
    assertThatThrownBy(() -> repository.blob(descriptor(digest, CONTENT.length), 10))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void aTruncatedStreamIsAnError() {
    Digest digest = Digest.sha256(CONTENT);
    registry.on(
        "/v2/team/app/blobs/" + digest,
        exchange -> FakeRegistry.truncated(exchange, CONTENT, 1000));

    assertThatThrownBy(
            () -> {
              try (InputStream in = repository.open(descriptor(digest, CONTENT.length))) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void p6StalledStreamIsAnError() {
    Digest digest = Digest.sha256(CONTENT);
    CountDownLatch over = new CountDownLatch(1);
    registry.on(
        "/v2/team/app/blobs/" + digest,
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 1000);
          exchange.getResponseBody().flush();
          waitFor(over);
        });

    assertThatThrownBy(
            () -> {
              try (InputStream in = repository.open(descriptor(digest, CONTENT.length))) {
                in.readAllBytes();
              } finally {
                over.countDown();
              }
            })
        .isInstanceOf(StalledException.class)
        .hasMessageContaining("after 1000 bytes");
  }

  @Test
  void closingWakesAReader() throws Exception {
    Digest digest = Digest.sha256(CONTENT);
    CountDownLatch over = new CountDownLatch(1);
    registry.on(
        "/v2/team/app/blobs/" + digest,
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 1);
          exchange.getResponseBody().flush();
          waitFor(over);
        });
    InputStream in = repository.open(descriptor(digest, CONTENT.length));
    assertThat(in.read()).isEqualTo(CONTENT[0]);
    Thread closer = Thread.ofPlatform().start(() -> close(in));

    assertThatThrownBy(in::read)
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("nothing came");
    closer.join();
    over.countDown();
  }

  @Test
  void redirectLoopsEnd() {
    registry.on(MANIFEST, exchange -> redirect(exchange, MANIFEST));

    assertThatThrownBy(repository::manifest)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("5 redirects");
  }

  private void failFirst(int times, int status) {
    AtomicInteger left = new AtomicInteger(times);
    registry.intercept(
        MANIFEST,
        (exchange, usual) -> {
          if (left.getAndDecrement() > 0) {
            FakeRegistry.status(exchange, status);
          } else {
            usual.handle(exchange);
          }
        });
  }

  private static void busy(com.sun.net.httpserver.HttpExchange exchange, String retryAfter)
      throws IOException {
    exchange.getResponseHeaders().set("Retry-After", retryAfter);
    FakeRegistry.status(exchange, 429);
  }

  private static void redirect(com.sun.net.httpserver.HttpExchange exchange, String location)
      throws IOException {
    exchange.getResponseHeaders().set("Location", location);
    FakeRegistry.status(exchange, 307);
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void waitFor(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Descriptor descriptor(Digest digest, long size) {
    return new Descriptor("x", digest, size, Map.of(), Optional.empty());
  }
}
