package io.crij.operations.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.clock.ManualTimer;
import io.crij.operations.debt.Debts;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.Failure;
import io.crij.operations.operation.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A step on another thread, so that the test can move time or cancel while it works. */
class StepDeadlineTest {
  private final ManualTimer timer = new ManualTimer();
  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final Debts debts = new Debts(timer, Runnable::run, timer.clock());
  private final World world = new World();
  private final Operation operation = new Operation("RunPodSandbox", "pod web", timer.clock());
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch killed = new CountDownLatch(1);

  @AfterEach
  void end() {
    pool.close();
  }

  private CompletableFuture<Failure> start(Failpoints failpoints, List<Step> steps) {
    StepRunner runner = new StepRunner(failpoints, debts, timer, pool, timer.clock());
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            runner.run(operation, steps);
            throw new AssertionError("the steps did not fail");
          } catch (Failure failure) {
            return failure;
          }
        },
        pool);
  }

  /** Like a step that waits for a plugin, which the hook kills. */
  private Step waitingForPlugin() {
    return world.step(
        "network",
        context -> {
          try (var _ = context.onCancel(killed::countDown)) {
            context.waitsFor("plugin bridge");
            working.countDown();
            awaitIgnoringInterrupts(killed);
            throw new IOException("plugin bridge was killed");
          }
        },
        Action.NOTHING);
  }

  private static void awaitIgnoringInterrupts(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aPassedDeadlineRunsTheHooksAndNamesTheStage() throws Exception {
    CompletableFuture<Failure> result =
        start(Failpoints.NONE, List.of(world.step("a"), waitingForPlugin()));
    working.await();
    timer.advance(World.DEADLINE.minusNanos(1));
    assertThat(killed.getCount()).isEqualTo(1);
    timer.advance(Duration.ofNanos(1));

    assertThat(result.get())
        .isInstanceOf(DeadlineExceeded.class)
        .hasMessageStartingWith(
            "RunPodSandbox of pod web used up the 10.0 s of one step, waiting for plugin bridge"
                + " (stage network, after 10.0 s): plugin bridge was killed.");
    assertThat(world.objects).isEmpty();
  }

  @Test
  void aCancelledOperationRunsTheHooksAndGivesTheReason() throws Exception {
    CompletableFuture<Failure> result = start(Failpoints.NONE, List.of(waitingForPlugin()));
    working.await();
    operation.cancel("the pod is being removed");

    assertThat(result.get())
        .isInstanceOf(Cancelled.class)
        .hasMessageContaining("was cancelled: the pod is being removed (stage network");
    assertThat(world.objects).isEmpty();
  }

  @Test
  void aPassedDeadlineInterruptsAWaitThatHasNoHook() throws Exception {
    Step stuck =
        world.step(
            "a",
            _ -> {
              working.countDown();
              new CountDownLatch(1).await();
            },
            _ -> Thread.sleep(Duration.ZERO)); // would throw if the interrupt were left over
    CompletableFuture<Failure> result = start(Failpoints.NONE, List.of(stuck));
    working.await();
    timer.advance(World.DEADLINE);
    assertThat(result.get()).isInstanceOf(DeadlineExceeded.class);
    assertThat(result.get().getSuppressed()).isEmpty();
    assertThat(world.objects).isEmpty();
  }

  @Test
  void anArmedHangEndsAtTheDeadline() throws Exception {
    CompletableFuture<Failure> result =
        start(
            Failpoints.parse("RunPodSandbox/b/before-do=hang"),
            List.of(world.step("a", _ -> working.countDown(), Action.NOTHING), world.step("b")));
    working.await();
    while (operation.stage().filter("b"::equals).isEmpty()) {
      Thread.onSpinWait();
    }
    while (timer.plannedTasks() == 0) {
      Thread.onSpinWait();
    }
    timer.advance(World.DEADLINE);
    assertThat(result.get()).isInstanceOf(DeadlineExceeded.class).hasMessageContaining("stage b");
  }

  @Test
  void remainingTimeRunsDownToZero() throws Exception {
    Step step =
        world.step(
            "a",
            context -> {
              assertThat(context.remaining()).isEqualTo(World.DEADLINE);
              timer.advance(Duration.ofSeconds(4));
              assertThat(context.remaining()).isEqualTo(Duration.ofSeconds(6));
              assertThat(context.cancelled()).isFalse();
              timer.advance(Duration.ofSeconds(60));
              assertThat(context.remaining()).isZero();
              assertThat(context.cancelled()).isTrue();
              context.checkCancelled();
            },
            Action.NOTHING);
    assertThat(start(Failpoints.NONE, List.of(step)).get())
        .isInstanceOf(DeadlineExceeded.class)
        .hasMessageContaining("used up the 10.0 s");
  }
}
