package io.crij.operations.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.clock.ManualTimer;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.ResourceExhausted;
import io.crij.operations.failure.Unavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private static final OperationKey KEY = new OperationKey("RunPodSandbox", "uid-1/web/0");
  private static final OperationKey OTHER = new OperationKey("RunPodSandbox", "uid-2/db/0");

  private final ManualTimer timer = new ManualTimer();
  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final Operations operations = new Operations(pool, 2, timer.clock());
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void end() {
    go.countDown();
    pool.close();
  }

  private CompletableFuture<String> start(OperationKey key) {
    return operations.joinOrStart(
        key,
        "pod " + key.id(),
        operation -> {
          go.await();
          return "result " + runs.incrementAndGet();
        });
  }

  private static Failure failureOf(CompletableFuture<?> future) {
    try {
      return Failure.wrap("no failure", new IllegalStateException("result " + future.get()));
    } catch (ExecutionException | InterruptedException e) {
      return Failure.wrap("unexpected", e);
    }
  }

  @Test
  void aSecondCallerJoinsAndGetsTheSameResult() throws Exception {
    CompletableFuture<String> first = start(KEY);
    CompletableFuture<String> second = start(KEY);
    go.countDown();
    assertThat(first.get()).isEqualTo("result 1");
    assertThat(second.get()).isEqualTo("result 1");
  }

  @Test
  void aCallerThatGivesUpHurtsNobody() throws Exception {
    CompletableFuture<String> first = start(KEY);
    CompletableFuture<String> second = start(KEY);
    first.cancel(true);
    go.countDown();
    assertThat(second.get()).isEqualTo("result 1");
  }

  @Test
  void aCallAfterTheResultStartsAfresh() throws Exception {
    go.countDown();
    assertThat(start(KEY).thenCompose(_ -> start(KEY)).get()).isEqualTo("result 2");
  }

  @Test
  void aFailureReachesEveryCallerAsItIs() {
    CompletableFuture<String> first =
        operations.joinOrStart(
            KEY,
            "pod",
            operation -> {
              go.await();
              throw new NotFound("no image x", "Pull it.");
            });
    CompletableFuture<String> second = start(KEY);
    go.countDown();
    assertThat(failureOf(first)).isInstanceOf(NotFound.class).isSameAs(failureOf(second));
  }

  @Test
  void evenAnErrorEndsTheWait() {
    CompletableFuture<String> future =
        operations.joinOrStart(
            KEY,
            "pod",
            operation -> {
              throw new StackOverflowError();
            });
    assertThat(failureOf(future))
        .isInstanceOf(Internal.class)
        .hasMessageContaining("RunPodSandbox of pod failed");
  }

  @Test
  void aFullRegistryRefusesAndSaysWhatItIsFullOf() throws Exception {
    CompletableFuture<String> first = start(KEY);
    var _ = start(OTHER);
    timer.advance(Duration.ofSeconds(90));
    OperationKey third = new OperationKey("StopContainer", "c");
    assertThat(failureOf(start(third)))
        .isInstanceOf(ResourceExhausted.class)
        .hasMessageContaining("2 operations run already, the oldest for 1 min 30 s");
    go.countDown();
    first.get();
    assertThat(start(third).get()).startsWith("result");
  }

  @Test
  void aFullPoolRefusesAndFreesThePlace() {
    ExecutorService shut = Executors.newFixedThreadPool(1);
    shut.shutdown();
    Operations squeezed = new Operations(shut, 1, timer.clock());
    for (int i = 0; i < 2; i++) {
      assertThat(failureOf(squeezed.joinOrStart(KEY, "pod", _ -> "x")))
          .isInstanceOf(ResourceExhausted.class)
          .hasMessageContaining("was refused");
    }
    assertThat(squeezed.running()).isEmpty();
  }

  @Test
  void bodiesDoNotRunOnVirtualThreads() {
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      Operations wrong = new Operations(virtual, 1, timer.clock());
      assertThat(failureOf(wrong.joinOrStart(KEY, "pod", _ -> "x")))
          .isInstanceOf(Internal.class)
          .hasMessageContaining("virtual thread");
    }
  }

  @Test
  void aRunningOperationIsSeenAndCancelled() throws Exception {
    CountDownLatch inStage = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    CompletableFuture<String> future =
        operations.joinOrStart(
            KEY,
            "pod web",
            operation -> {
              try (OpenStage stage = operation.enter("network")) {
                stage.waitsFor("plugin bridge");
                operation.cancellation().onRequest(cancelled::countDown);
                inStage.countDown();
                cancelled.await();
                return operation.cancellation().reason().orElseThrow();
              }
            });
    inStage.await();
    timer.advance(Duration.ofSeconds(3));
    assertThat(operations.running())
        .singleElement()
        .satisfies(
            view -> {
              assertThat(view.key()).isEqualTo(KEY);
              assertThat(view.object()).isEqualTo("pod web");
              assertThat(view.elapsed()).isEqualTo(Duration.ofSeconds(3));
              assertThat(view.stage()).contains("network");
              assertThat(view.waitsFor()).contains("plugin bridge");
              assertThat(view.cancelled()).isFalse();
            });
    operations.cancel(KEY, "the pod is being removed");
    assertThat(future.get()).isEqualTo("the pod is being removed");
    assertThat(operations.running()).isEmpty();
  }

  @Test
  void whoCancelsCanWaitForTheEnd() throws Exception {
    CompletableFuture<String> failing =
        operations.joinOrStart(
            KEY,
            "pod",
            operation -> {
              CountDownLatch stopped = new CountDownLatch(1);
              operation.cancellation().onRequest(stopped::countDown);
              stopped.await();
              throw new NotFound("no image x", "Pull it.");
            });
    CompletableFuture<Void> ended = operations.whenEnded(KEY);
    assertThat(ended).isNotDone();
    operations.cancel(KEY, "stop");
    ended.get();
    assertThat(operations.running()).isEmpty();
    assertThat(operations.whenEnded(KEY)).isCompleted();
    assertThat(failureOf(failing)).isInstanceOf(NotFound.class);
  }

  @Test
  void closingRefusesNewOnesAndWaitsForTheOld() throws Exception {
    CompletableFuture<String> first = start(KEY);
    assertThat(operations.close(Duration.ZERO)).extracting(OperationView::key).containsExactly(KEY);
    assertThat(failureOf(start(OTHER))).isInstanceOf(Unavailable.class);
    go.countDown();
    assertThat(first.get()).isEqualTo("result 1");
    assertThat(operations.close(Duration.ofMinutes(1))).isEmpty();
    assertThat(operations.running()).isEmpty();
  }
}
