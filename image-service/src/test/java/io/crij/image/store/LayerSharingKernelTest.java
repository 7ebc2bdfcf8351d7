package io.crij.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.testing.TarEntry;
import io.crij.image.testing.TestLayer;
import io.crij.operations.failure.Cancelled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several pulls and images with the same layers, and when those go. */
class LayerSharingKernelTest {
  private static final TestLayer LAYER = TestLayer.gzip(TarEntry.file("f", "content"));
  private static final TestLayer OTHER = TestLayer.gzip(TarEntry.file("g", "content"));

  @TempDir Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private LayerStoreFixture fixture;
  private LayerCollection collection;

  @BeforeEach
  void start() {
    fixture = new LayerStoreFixture(directory);
    collection = new LayerCollection(fixture.content(), Runnable::run);
    collection.start();
  }

  @AfterEach
  void stop() throws IOException {
    threads.shutdownNow();
    fixture.close();
  }

  private InputStream blob() {
    return new ByteArrayInputStream(LAYER.blob());
  }

  @Test
  void manyWhoWantALayerShareOneDownload() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(8);
    List<Future<StoredLayer>> results = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      results.add(
          threads.submit(
              () -> {
                started.countDown();
                return fixture.store.ensure(
                    fixture.source(
                        LAYER,
                        () -> {
                          opened.incrementAndGet();
                          await(started);
                          return blob();
                        }));
              }));
    }

    for (Future<StoredLayer> result : results) {
      assertThat(result.get().diffId()).isEqualTo(LAYER.diffId());
    }
    assertThat(opened).hasValue(1);
  }

  @Test
  void whoeverWaitedForAFailingPullTriesItsOwnSource() throws Exception {
    CountDownLatch leading = new CountDownLatch(1);
    CompletableFuture<InputStream> evil = new CompletableFuture<>();
    Future<StoredLayer> leader =
        threads.submit(
            () ->
                fixture.store.ensure(
                    fixture.source(
                        LAYER,
                        () -> {
                          leading.countDown();
                          return evil.join();
                        })));
    await(leading);
    Future<StoredLayer> follower =
        threads.submit(() -> fixture.store.ensure(fixture.source(LAYER, this::blob)));

    evil.complete(new ByteArrayInputStream(new byte[LAYER.blob().length]));

    assertThatThrownBy(leader::get).isInstanceOf(ExecutionException.class);
    assertThat(follower.get().diffId()).isEqualTo(LAYER.diffId());
  }

  @Test
  void anInterruptEndsADownloadAndAWaitAndLeavesNothing() throws Exception {
    CountDownLatch leading = new CountDownLatch(1);
    CompletableFuture<Throwable> led = new CompletableFuture<>();
    Thread leader =
        Thread.ofPlatform()
            .start(
                () ->
                    led.complete(
                        failure(
                            () ->
                                fixture.store.ensure(
                                    fixture.source(LAYER, () -> new SilentStream(leading))))));
    await(leading);
    CompletableFuture<Throwable> waited = new CompletableFuture<>();
    Thread waiter =
        Thread.ofPlatform()
            .start(
                () ->
                    waited.complete(
                        failure(() -> fixture.store.ensure(fixture.source(LAYER, this::blob)))));

    waiter.interrupt();
    assertThat(waited.get()).isInstanceOf(Cancelled.class);
    leader.interrupt();
    assertThat(led.get()).isInstanceOf(Cancelled.class);
    leader.join();
    assertThat(fixture.stored()).isEmpty();
    assertThat(fixture.unfinished()).isEmpty();
    assertThat(fixture.ensure(LAYER).diffId()).isEqualTo(LAYER.diffId());
  }

  @Test
  void layersGoWithTheirLastOwner() throws IOException {
    fixture.ensure(LAYER);
    fixture.ensure(OTHER);
    fixture.store.keep("one", List.of(LAYER.diffId(), OTHER.diffId()));
    fixture.store.keep("two", List.of(LAYER.diffId()));
    fixture.store.answered(List.of(LAYER.diffId(), OTHER.diffId()));

    collection.soon();
    assertThat(fixture.stored()).hasSize(2);
    fixture.store.release("one");
    collection.soon();
    assertThat(fixture.stored()).containsExactly(LAYER.diffId().hex());
    fixture.store.release("two");
    collection.soon();
    assertThat(fixture.stored()).isEmpty();
    assertThat(fixture.unfinished()).isEmpty();
    assertThat(fixture.store.keep("three", List.of(LAYER.diffId()))).isEmpty();
  }

  @Test
  void aRunningPullKeepsWhatItHasHoweverLongItTakes() throws IOException {
    fixture.ensure(LAYER);
    fixture.ensure(LAYER);
    fixture.clock.advance(Duration.ofDays(2));
    collection.soon();
    assertThat(fixture.stored()).hasSize(1);

    fixture.store.answered(List.of(LAYER.diffId()));
    collection.soon();
    assertThat(fixture.stored()).hasSize(1);
    fixture.store.answered(List.of(LAYER.diffId()));
    collection.soon();
    assertThat(fixture.stored()).isEmpty();
  }

  @Test
  void aFailedPullLeavesItsLayersForARetryUnlessTheDiskIsFull() throws IOException {
    PulledLayers pulled = new PulledLayers(fixture.store, collection);
    fixture.ensure(LAYER);
    pulled.givenUp(List.of(LAYER.diffId()), false);
    assertThat(fixture.stored()).hasSize(1);
    fixture.clock.advance(Duration.ofHours(1));
    collection.soon();
    assertThat(fixture.stored()).isEmpty();

    fixture.ensure(LAYER);
    pulled.givenUp(List.of(LAYER.diffId()), true);
    assertThat(fixture.stored()).isEmpty();
  }

  @Test
  void nothingIsRemovedBeforeAllOwnersHaveSpoken() throws IOException {
    fixture.ensure(LAYER);
    fixture.reopen();
    LayerCollection early = new LayerCollection(fixture.content(), Runnable::run);

    early.soon();
    assertThat(fixture.stored()).hasSize(1);
    fixture.store.keepAllFound();
    early.start();
    assertThat(fixture.stored()).hasSize(1);
  }

  private interface Work {
    Object run() throws Exception;
  }

  private static Throwable failure(Work work) {
    try {
      return new AssertionError("no failure but " + work.run());
    } catch (Exception e) {
      return e;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A registry that sends nothing. */
  private static final class SilentStream extends InputStream {
    private final CountDownLatch reading;

    SilentStream(CountDownLatch reading) {
      this.reading = reading;
    }

    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      reading.countDown();
      try {
        new CountDownLatch(1).await();
        throw new IOException("unreachable");
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
    }
  }
}
