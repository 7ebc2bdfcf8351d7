package io.crij.operations.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.crij.operations.clock.ManualTimer;
import io.crij.operations.debt.DebtView;
import io.crij.operations.debt.Debts;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.operations.operation.Operation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParallelStepTest {
  private final ManualTimer timer = new ManualTimer();
  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final Debts debts = new Debts(timer, Runnable::run, timer.clock());
  private final World world = new World();
  private final Operation operation = new Operation("RunPodSandbox", "pod web", timer.clock());

  @AfterEach
  void end() {
    pool.close();
  }

  private StepRunner runner(Executor executor) {
    return new StepRunner(Failpoints.NONE, debts, timer, executor, timer.clock());
  }

  @Test
  void childrenAreDoneAndUndoneAtTheSameTime() {
    CyclicBarrier together = new CyclicBarrier(3);
    Action meet = _ -> together.await();
    Step group =
        Step.parallel(
            "group",
            world.step("a", meet, meet),
            world.step("b", meet, meet),
            world.step("c", meet, meet));
    runner(pool).run(operation, List.of(group));
    assertThat(world.objects).containsExactly("a", "b", "c");
    runner(pool).undo(operation, List.of(group));
    assertThat(world.objects).isEmpty();
  }

  @Test
  void aFailingChildCancelsTheOthersAndAllAreUndone() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Step patient =
        world.step(
            "b",
            context -> {
              try (var _ = context.onCancel(stopped::countDown)) {
                begun.countDown();
                stopped.await();
                context.checkCancelled();
              }
            },
            Action.NOTHING);
    Step failing =
        world.step(
            "a",
            _ -> {
              begun.await();
              throw new NotFound("no x", "Make x.");
            },
            Action.NOTHING);
    List<Step> steps = List.of(world.step("first"), Step.parallel("group", failing, patient));
    Failure failure = catchThrowableOfType(Failure.class, () -> runner(pool).run(operation, steps));

    assertThat(failure).isInstanceOf(NotFound.class).hasMessageContaining("stage a");
    assertThat(failure.getSuppressed())
        .singleElement()
        .satisfies(other -> assertThat(other).hasMessageContaining("the parallel step a failed"));
    assertThat(world.diary).contains("undo a", "undo b").endsWith("undo first");
    assertThat(world.objects).isEmpty();
  }

  /** Those that the cause kept from beginning may well have ended before it. */
  @RepeatedTest(100)
  void theCauseIsToldBeforeWhatItCancelled() {
    Step failing = world.step("a", World.fail(new NotFound("no x", "Make x.")), Action.NOTHING);
    Step group =
        Step.parallel(
            "group", failing, world.step("b"), world.step("c"), world.step("d"), world.step("e"));

    assertThatThrownBy(() -> runner(pool).run(operation, List.of(group)))
        .isInstanceOf(NotFound.class);
  }

  static Stream<Executor> poolsWithoutThreads() {
    return Stream.of(
        task -> {},
        task -> {
          throw new RejectedExecutionException("pool is full");
        },
        Runnable::run);
  }

  @ParameterizedTest
  @MethodSource("poolsWithoutThreads")
  void aPoolWithoutThreadsMakesItSlowerNotStuck(Executor executor) {
    Step group = Step.parallel("group", world.step("a"), world.step("b"), world.step("c"));
    runner(executor).run(operation, List.of(group));
    assertThat(world.objects).containsExactly("a", "b", "c");
    runner(executor).undo(operation, List.of(group));
    assertThat(world.objects).isEmpty();
  }

  @Test
  void eachChildOwesItsOwnUndo() {
    Step group =
        Step.parallel(
            "group",
            world.step("a", Action.NOTHING, World.fail(new IOException("busy"))),
            world.step("b"),
            Step.parallel(
                "inner", world.step("c", Action.NOTHING, World.fail(new IOException("busy")))));
    runner(pool).run(operation, List.of(group));
    Failure failure =
        catchThrowableOfType(Failure.class, () -> runner(pool).undo(operation, List.of(group)));
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(debts.open())
        .extracting(DebtView::what)
        .containsExactlyInAnyOrder("undo of a", "undo of c");
    assertThat(world.objects).containsExactly("a", "c");
  }

  @Test
  void aChildThatHasNotBegunWhenAnotherFailsIsNotDone() {
    Step failing = world.step("a", World.fail(new IOException("x")), Action.NOTHING);
    Step group = Step.parallel("group", failing, world.step("b"));
    Failure failure =
        catchThrowableOfType(
            Failure.class, () -> runner(task -> {}).run(operation, List.of(group)));
    assertThat(failure).hasMessageContaining("stage a");
    assertThat(world.diary).startsWith("do a").doesNotContain("do b");
    assertThat(world.objects).isEmpty();
  }

  @Test
  void cancellingTheOperationReachesTheChildren() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    Action untilCancelled =
        context -> {
          CountDownLatch stopped = new CountDownLatch(1);
          try (var _ = context.onCancel(stopped::countDown)) {
            begun.countDown();
            stopped.await();
            context.checkCancelled();
          }
        };
    Step group =
        Step.parallel(
            "group",
            world.step("a", untilCancelled, Action.NOTHING),
            world.step("b", untilCancelled, Action.NOTHING));
    var result =
        pool.submit(
            () ->
                catchThrowableOfType(
                    Failure.class, () -> runner(pool).run(operation, List.of(group))));
    begun.await();
    operation.cancel("stop it");
    assertThat(result.get()).hasMessageContaining("stop it");
    assertThat(world.objects).isEmpty();
  }

  @Test
  void withoutARunnerItsChildrenGoOneAfterTheOther() throws Exception {
    Step group = Step.parallel("group", world.step("a"), world.step("b"));
    StepContext context = new UncancelledContext();
    group.doIt(context);
    group.undo(context);
    assertThat(group.deadline()).isEqualTo(World.DEADLINE);
    assertThat(world.diary).containsExactly("do a", "do b", "undo b", "undo a");
  }
}
