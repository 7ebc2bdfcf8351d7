package io.crij.image.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import io.crij.image.testing.FakeImage;
import io.crij.image.testing.FakeRegistry;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.ResourceExhausted;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerWorkersTest {
  private static final FakeImage IMAGE = FakeImage.of("1", "2", "3", "4", "5", "6", "7", "8");

  @TempDir Path directory;
  private FakeRegistry registry;
  private PullFixture fixture;

  @BeforeEach
  void start() throws Exception {
    registry = new FakeRegistry();
    fixture = new PullFixture(directory);
    IMAGE.serve(registry, "team/app", "1");
  }

  @AfterEach
  void stop() {
    fixture.close();
    registry.close();
  }

  @Test
  void fourLayersAreFetchedAtOnce() throws Exception {
    CyclicBarrier together = new CyclicBarrier(4);

    pull((layer, diffId, blob) -> meet(together));

    assertThat(fixture.images).hasSize(1);
  }

  @Test
  void aFullPoolOnlyMakesItSlower() throws Exception {
    PullParts parts = fixture.parts();
    PullParts full =
        new PullParts(
            parts.resolver(),
            parts.layers(),
            parts.blobs(),
            parts.images(),
            parts.limits(),
            parts.pause(),
            _ -> {
              throw new RejectedExecutionException("full");
            });

    fixture.pull(image(), full);

    assertThat(fixture.layers.stored).hasSize(8);
  }

  @Test
  void theFirstFailureEndsTheOthersBeforeThePullFails() {
    AtomicInteger running = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(3);

    assertThatThrownBy(
            () ->
                pull(
                    (layer, diffId, blob) -> {
                      if (diffId.equals(IMAGE.diffIds().getFirst())) {
                        await(others);
                        throw new ResourceExhausted("the disk is full", "Make room.");
                      }
                      running.incrementAndGet();
                      others.countDown();
                      try {
                        await(never);
                      } finally {
                        running.decrementAndGet();
                      }
                    }))
        .isInstanceOf(ResourceExhausted.class)
        .hasMessageContaining("the disk is full");
    assertThat(running).hasValue(0);
    assertThat(fixture.images).isEmpty();
  }

  @Test
  void anErrorOnOneThreadFailsThePull() {
    CyclicBarrier together = new CyclicBarrier(2);

    assertThatThrownBy(
            () ->
                pull(
                    (layer, diffId, blob) -> {
                      if (diffId.equals(IMAGE.diffIds().get(0))
                          || diffId.equals(IMAGE.diffIds().get(1))) {
                        meet(together);
                      }
                      if (diffId.equals(IMAGE.diffIds().get(1))) {
                        throw new StackOverflowError();
                      }
                    }))
        .isInstanceOf(Internal.class);
    assertThat(fixture.images).isEmpty();
  }

  @Test
  void aLayerThatAnotherPullGaveUpIsFetchedAgain() throws Exception {
    AtomicInteger given = new AtomicInteger();

    pull(
        (layer, diffId, blob) -> {
          if (given.getAndIncrement() == 0) {
            throw new Cancelled("the leader was cancelled", "Pull again.");
          }
          fixture.layers.ensure(layer, diffId, blob);
        });

    assertThat(fixture.layers.stored).hasSize(8);
  }

  private interface Destination extends LayerDestination {
    @Override
    default void givenUp(List<Digest> diffIds, boolean spaceNeeded) {
      throw new AssertionError("the steps of these pulls are not undone");
    }

    @Override
    void ensure(Descriptor layer, Digest diffId, Blob blob);
  }

  private void pull(Destination destination) throws Exception {
    fixture.pull(image(), fixture.parts(destination));
  }

  private String image() {
    return registry.host() + "/team/app:1";
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new Cancelled("interrupted", "Pull again.", e);
    }
  }
}
