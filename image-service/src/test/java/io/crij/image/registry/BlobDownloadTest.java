package io.crij.image.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.ImageReference;
import io.crij.image.registries.Endpoint;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blobs that break off, that come in parts, and that wait for each other. */
class BlobDownloadTest {
  private static final int PART = 1 << 16;
  private static final byte[] CONTENT = random(10 * PART + 123);
  private static final Descriptor BLOB = FakeImage.descriptorOf("", CONTENT);
  private static final String PATH = "/v2/team/app/blobs/" + BLOB.digest();

  private final HttpTransport transport = new HttpTransport(RegistryFixture.LIMITS);
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final List<Duration> pauses = new ArrayList<>();
  private FakeRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
  }

  @AfterEach
  void stop() {
    transport.close();
    registry.close();
    pool.shutdownNow();
  }

  @Test
  void aBrokenBlobIsGoneOnWithWhereItBroke() throws IOException {
    RangedBlob blob = new RangedBlob(CONTENT).breaking(2, 1000);
    registry.on(PATH, blob);

    assertThat(read(whole())).isEqualTo(CONTENT);

    int end = CONTENT.length - 1;
    // A break that is met while an answer's head is read brings nothing, and is asked for again.
    assertThat(blob.ranges.getFirst()).isEqualTo("all");
    assertThat(blob.ranges.getLast()).isIn("bytes=1000-" + end, "bytes=2000-" + end);
    assertThat(pauses).hasSize(2).startsWith(Duration.ofMillis(500));
  }

  @Test
  void progressMakesNewBreaksCountAnew() throws IOException {
    registry.on(PATH, new RangedBlob(CONTENT).breaking(5, 100_000));
    assertThat(read(whole())).isEqualTo(CONTENT);
  }

  @Test
  void aBlobThatKeepsBreakingFailsInTheEnd() {
    RangedBlob blob = new RangedBlob(CONTENT).breaking(1000, 7);
    registry.on(PATH, blob);

    // A break may be met while the answer's head is read: then it counts as a failed request.
    assertThatThrownBy(() -> read(whole())).isInstanceOfAny(IOException.class, Unavailable.class);
    int attempts = RegistryFixture.LIMITS.attempts();
    assertThat(blob.ranges).hasSizeBetween(attempts, 2 * attempts);
  }

  @Test
  void aRegistryWithoutPartsSendsAllAgain() throws IOException {
    RangedBlob blob = new RangedBlob(CONTENT).withoutParts().breaking(1, 5000);
    registry.on(PATH, blob);
    assertThat(read(whole())).isEqualTo(CONTENT);
    assertThat(blob.ranges).hasSize(2);
  }

  @Test
  void anotherPartThanWasAskedForIsRefused() {
    registry.on(
        PATH,
        exchange -> {
          if (exchange.getRequestHeaders().getFirst("Range") == null) {
            FakeRegistry.truncated(exchange, CONTENT, 10);
          } else {
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/" + CONTENT.length);
            FakeRegistry.answer(exchange, 206, "", new byte[10]);
          }
        });

    assertThatThrownBy(() -> read(whole()))
        .isInstanceOf(IOException.class)
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed()[0])
                    .hasMessageContaining("another part of it comes"));
  }

  @Test
  void aTrickleIsAStall() {
    CountDownLatch over = new CountDownLatch(1);
    registry.on(
        PATH,
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          for (int i = 0; over.getCount() > 0; i++) {
            exchange.getResponseBody().write(CONTENT[i]);
            exchange.getResponseBody().flush();
            waitFor(over, 20);
          }
        });

    try {
      assertThatThrownBy(() -> read(whole()))
          .isInstanceOf(StalledException.class)
          .hasMessageContaining("next to nothing came");
    } finally {
      over.countDown();
    }
  }

  @Test
  void zeroMeansNoStall() throws IOException {
    registry.on(
        PATH,
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 10);
          exchange.getResponseBody().flush();
          waitFor(new CountDownLatch(1), 3 * RegistryFixture.LIMITS.stall().toMillis());
          exchange.getResponseBody().write(CONTENT, 10, CONTENT.length - 10);
          exchange.close();
        });
    RegistryLimits patient = RegistryFixture.LIMITS.withStall(Duration.ZERO);
    try (HttpTransport waiting = new HttpTransport(patient)) {
      RegistryClient client = new RegistryClient(waiting, patient, pauses::add, Clock.systemUTC());
      assertThat(read(client.repository(endpoint(), Credentials.none()))).isEqualTo(CONTENT);
    }
    assertThat(registry.count(PATH)).isEqualTo(1);
  }

  @Test
  void aBigBlobComesInPartsThatAreFetchedTogether() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3);
    AtomicInteger first = new AtomicInteger(3);
    RangedBlob blob = new RangedBlob(CONTENT);
    registry.on(
        PATH,
        exchange -> {
          if (first.getAndDecrement() > 0) {
            meet(together);
          }
          blob.handle(exchange);
        });
    // The first part is asked for alone, so that it cannot wait for the others.
    first.set(0);
    RegistryRepository repository = parted(new DownloadLimits(10, 10, 4, PART, 3), pool);
    try (InputStream in = repository.open(BLOB)) {
      first.set(3);
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
    }
    assertThat(blob.ranges).hasSize(11).contains("bytes=0-" + (PART - 1));
  }

  @Test
  void partsBreakOffAndAreGoneOnWithToo() throws IOException {
    RangedBlob blob = new RangedBlob(CONTENT).breaking(3, PART / 2);
    registry.on(PATH, blob);
    assertThat(read(parted(new DownloadLimits(10, 10, 3, PART, 8), pool))).isEqualTo(CONTENT);
    assertThat(blob.ranges).contains("bytes=" + PART / 2 + "-" + (PART - 1));
  }

  @Test
  void withoutThreadsOrMemoryPartsComeOneAfterTheOther() throws IOException {
    RangedBlob blob = new RangedBlob(CONTENT);
    registry.on(PATH, blob);
    RegistryRepository repository =
        parted(
            new DownloadLimits(1, 1, 4, PART, 2),
            _ -> {
              throw new RejectedExecutionException("full");
            });
    assertThat(read(repository)).isEqualTo(CONTENT);
    assertThat(blob.ranges).hasSize(11);
    // With one slot the parts ahead wait for it, and the reader for them.
    assertThat(read(parted(new DownloadLimits(1, 1, 4, PART, 1), pool))).isEqualTo(CONTENT);
  }

  @Test
  void aRegistryThatKnowsNoPartsSendsABigBlobWhole() throws IOException {
    RangedBlob blob = new RangedBlob(CONTENT).withoutParts();
    registry.on(PATH, blob);
    assertThat(read(parted(new DownloadLimits(10, 10, 4, PART, 8), pool))).isEqualTo(CONTENT);
    assertThat(blob.ranges).hasSize(1);
  }

  @Test
  void aPartThatIsNotThereFailsTheBlobAndGivesMemoryBack() throws IOException {
    RangedBlob blob = new RangedBlob(CONTENT);
    AtomicInteger served = new AtomicInteger();
    registry.on(
        PATH,
        exchange -> {
          if (served.getAndIncrement() >= 3) {
            FakeRegistry.status(exchange, 404);
          } else {
            blob.handle(exchange);
          }
        });
    RegistryRepository repository = parted(new DownloadLimits(10, 10, 4, PART, 3), pool);
    assertThatThrownBy(() -> read(repository)).isInstanceOf(IOException.class);

    registry.on(PATH, blob);
    assertThat(read(repository)).isEqualTo(CONTENT);
  }

  @Test
  void closingABlobEndsItsParts() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    RangedBlob blob = new RangedBlob(CONTENT);
    registry.on(
        PATH,
        exchange -> {
          if (!"bytes=0-65535".equals(exchange.getRequestHeaders().getFirst("Range"))) {
            waitFor(over, 60_000);
          }
          blob.handle(exchange);
        });
    RegistryRepository repository = parted(new DownloadLimits(4, 4, 4, PART, 3), pool);
    InputStream in = repository.open(BLOB);
    Future<byte[]> reader = pool.submit(in::readAllBytes);
    in.close();
    assertThatThrownBy(reader::get).hasCauseInstanceOf(IOException.class);

    over.countDown();
    assertThat(read(repository)).isEqualTo(CONTENT);
  }

  @Test
  void requestsWaitForASlotAndAnInterruptEndsTheWait() throws Exception {
    registry.on(PATH, new RangedBlob(CONTENT));
    RegistryRepository repository = parted(new DownloadLimits(8, 1, 1, PART, 1), pool);
    InputStream first = repository.open(BLOB);
    Future<byte[]> second = pool.submit(() -> read(repository));
    CountDownLatch ended = new CountDownLatch(1);
    List<Throwable> thrown = new ArrayList<>();
    Thread third =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    read(repository);
                  } catch (IOException | RuntimeException e) {
                    thrown.add(e);
                  }
                  ended.countDown();
                });
    third.interrupt();
    ended.await();
    assertThat(thrown).singleElement().isInstanceOf(Cancelled.class);
    assertThat(second.isDone()).isFalse();
    assertThat(registry.count(PATH)).isEqualTo(1);

    first.close();
    assertThat(second.get()).isEqualTo(CONTENT);
  }

  @Test
  void anotherRegistryHasSlotsOfItsOwnWithinThoseOfAll() throws Exception {
    DownloadSlots slots = new DownloadSlots(new DownloadLimits(2, 1, 1, PART, 1));
    DownloadSlots.Slot one = slots.take("a");
    DownloadSlots.Slot two = slots.take("b");
    Future<DownloadSlots.Slot> three = pool.submit(() -> slots.take("c"));
    assertThatThrownBy(() -> three.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    one.close();
    one.close();
    three.get().close();
    two.close();
    slots.take("a").close();
  }

  private RegistryRepository whole() {
    return parted(DownloadLimits.DEFAULT, pool);
  }

  private RegistryRepository parted(DownloadLimits limits, java.util.concurrent.Executor threads) {
    return new RegistryClient(
            transport,
            RegistryFixture.LIMITS,
            pauses::add,
            Clock.systemUTC(),
            new RegistryClient.Downloads(limits, threads),
            Set.of())
        .repository(endpoint(), Credentials.none());
  }

  private Endpoint endpoint() {
    return new Endpoint(
        ImageReference.parse(registry.host() + "/team/app:1"), false, false, Optional.empty());
  }

  private static byte[] read(RegistryRepository repository) throws IOException {
    try (InputStream in = repository.open(BLOB)) {
      return in.readAllBytes();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void waitFor(CountDownLatch latch, long millis) throws IOException {
    try {
      var _ = latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
