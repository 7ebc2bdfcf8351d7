package io.crij.operations.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.crij.operations.clock.ManualTimer;
import io.crij.operations.debt.DebtView;
import io.crij.operations.debt.Debts;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.ResourceExhausted;
import io.crij.operations.operation.Operation;
import io.crij.operations.operation.StageTiming;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepRunnerTest {
  private final ManualTimer timer = new ManualTimer();
  private final Debts debts = new Debts(timer, Runnable::run, timer.clock());
  private final World world = new World();
  private final Operation operation = new Operation("RunPodSandbox", "pod web", timer.clock());

  private StepRunner runner(Failpoints failpoints) {
    return new StepRunner(failpoints, debts, timer, Runnable::run, timer.clock());
  }

  private Failure failureOf(List<Step> steps) {
    return catchThrowableOfType(Failure.class, () -> runner(Failpoints.NONE).run(operation, steps));
  }

  @Test
  void doesStepsInOrderAndKeepsTheirTimes() {
    Step slow = world.step("b", _ -> timer.advance(Duration.ofSeconds(2)), Action.NOTHING);
    runner(Failpoints.NONE).run(operation, List.of(world.step("a"), slow, world.step("c")));

    assertThat(world.diary).containsExactly("do a", "do b", "do c");
    assertThat(operation.stage()).isEmpty();
    assertThat(operation.timings())
        .containsExactly(
            new StageTiming("a", 0, Duration.ZERO),
            new StageTiming("b", 0, Duration.ofSeconds(2)),
            new StageTiming("c", 2_000_000_000L, Duration.ZERO));
    assertThat(timer.plannedTasks()).isZero();
  }

  @Test
  void aFailingStepUndoesThoseBegunInReverse() {
    Step failing =
        world.step(
            "b",
            _ -> {
              timer.advance(Duration.ofMillis(1200));
              throw new IOException("No space left on device");
            },
            Action.NOTHING);
    Failure failure = failureOf(List.of(world.step("a"), failing, world.step("c")));

    assertThat(world.diary).containsExactly("do a", "do b", "undo b", "undo a");
    assertThat(world.objects).isEmpty();
    assertThat(failure).isInstanceOf(ResourceExhausted.class);
    assertThat(failure)
        .hasMessageStartingWith("RunPodSandbox of pod web failed (stage b, after 1.2 s): No space");
    assertThat(failure.getSuppressed()).isEmpty();
    assertThat(debts.open()).isEmpty();
  }

  @Test
  void aStepsOwnFailureKeepsItsKind() {
    Step failing = world.step("a", World.fail(new NotFound("no x", "Make x.")), Action.NOTHING);
    assertThat(failureOf(List.of(failing)))
        .isInstanceOf(NotFound.class)
        .hasMessage("no x (stage a, after 0 ms). Make x.");
  }

  @Test
  void evenAnErrorLeadsToTheUndo() {
    Step failing =
        world.step(
            "b",
            _ -> {
              throw new StackOverflowError();
            },
            Action.NOTHING);
    assertThat(failureOf(List.of(world.step("a"), failing))).isInstanceOf(Internal.class);
    assertThat(world.objects).isEmpty();
  }

  @Test
  void aFailingUndoIsSuppressedOwedAndRetried() {
    List<Exception> busy = new ArrayList<>(List.of(new IOException("busy"), new IOException("x")));
    Step stubborn =
        world.step(
            "b",
            Action.NOTHING,
            _ -> {
              if (!busy.isEmpty()) {
                throw busy.removeFirst();
              }
            });
    Step failing = world.step("c", World.fail(new NotFound("no x", "Make x.")), Action.NOTHING);
    Failure failure = failureOf(List.of(world.step("a"), stubborn, failing));

    assertThat(world.diary).containsExactly("do a", "do b", "do c", "undo c", "undo b", "undo a");
    assertThat(failure).isInstanceOf(NotFound.class);
    assertThat(failure.getSuppressed())
        .singleElement()
        .satisfies(undo -> assertThat(undo).hasMessageContaining("stage undo of b"));
    assertThat(debts.open()).extracting(DebtView::what).containsExactly("undo of b");

    timer.advance(Duration.ofMillis(500));
    assertThat(world.objects).containsExactly("b");
    timer.advance(Duration.ofSeconds(1));
    assertThat(world.objects).isEmpty();
    assertThat(debts.open()).isEmpty();
  }

  @Test
  void undoGoesOnPastFailuresAndThrowsTheFirst() {
    Step first = world.step("a", Action.NOTHING, World.fail(new IOException("a busy")));
    Step third = world.step("c", Action.NOTHING, World.fail(new IOException("c busy")));
    List<Step> steps = List.of(first, world.step("b"), third);
    runner(Failpoints.NONE).run(operation, steps);
    world.diary.clear();

    assertThatThrownBy(() -> runner(Failpoints.NONE).undo(operation, steps))
        .hasMessageContaining("c busy")
        .satisfies(
            thrown ->
                assertThat(thrown.getSuppressed())
                    .singleElement()
                    .satisfies(other -> assertThat(other).hasMessageContaining("a busy")));
    assertThat(world.diary).containsExactly("undo c", "undo b", "undo a");
    assertThat(debts.open()).extracting(DebtView::what).containsExactly("undo of c", "undo of a");
  }

  @Test
  void aLaterUndoThatSucceedsPaysTheDebt() {
    List<Exception> busy = new ArrayList<>(List.of(new IOException("busy")));
    Step step =
        world.step(
            "a",
            Action.NOTHING,
            _ -> {
              if (!busy.isEmpty()) {
                throw busy.removeFirst();
              }
            });
    StepRunner runner = runner(Failpoints.NONE);
    assertThatThrownBy(() -> runner.undo(operation, List.of(step))).isInstanceOf(Failure.class);
    runner.undo(operation, List.of(step));
    assertThat(debts.open()).isEmpty();
  }

  @Test
  void aCancelledOperationStopsBetweenStepsAndIsUndone() {
    Step cancelling =
        world.step("a", _ -> operation.cancel("the pod is being removed"), Action.NOTHING);
    Failure failure = failureOf(List.of(cancelling, world.step("b")));

    assertThat(failure)
        .isInstanceOf(Cancelled.class)
        .hasMessageContaining("before b")
        .hasMessageContaining("the pod is being removed");
    assertThat(world.diary).containsExactly("do a", "undo a");
  }

  @Test
  void undoIsNotCancelledWithItsOperation() {
    Step step = world.step("a", Action.NOTHING, StepContext::checkCancelled);
    runner(Failpoints.NONE).run(operation, List.of(step));
    operation.cancel("hurry");
    runner(Failpoints.NONE).undo(operation, List.of(step));
    assertThat(world.objects).isEmpty();
  }

  @Test
  void aPendingInterruptDoesNotSpoilTheUndo() {
    Step interrupted =
        world.step(
            "a",
            _ -> {
              Thread.currentThread().interrupt();
              throw new IOException("x");
            },
            _ -> Thread.sleep(Duration.ZERO));
    assertThat(failureOf(List.of(interrupted)).getSuppressed()).isEmpty();
    assertThat(Thread.interrupted()).as("the interrupt is handed on").isTrue();
  }

  @Test
  void everyStepHasItsFourFailpoints() {
    List<String> hits = new ArrayList<>();
    runner(hits::add).run(operation, List.of(world.step("a")));
    runner(hits::add).undo(operation, List.of(world.step("a")));
    assertThat(hits)
        .containsExactly(
            "RunPodSandbox/a/before-do",
            "RunPodSandbox/a/after-do",
            "RunPodSandbox/a/before-undo",
            "RunPodSandbox/a/after-undo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c", "d", "e"})
  void nothingIsLeftWhereverAFaultStrikes(String name) {
    List<Step> steps =
        List.of(
            world.step("a"),
            Step.parallel("group", world.step("b"), world.step("c"), world.step("d")),
            world.step("e"));
    for (String place : List.of("before-do", "after-do")) {
      Failpoints points =
          Failpoints.parse(
              "RunPodSandbox/"
                  + name
                  + "/"
                  + place
                  + "=error;"
                  + "RunPodSandbox/"
                  + name
                  + "/before-undo=error*2;"
                  + "RunPodSandbox/a/after-undo=error*1");
      Operation fresh = new Operation("RunPodSandbox", "pod " + place, timer.clock());
      assertThatThrownBy(() -> runner(points).run(fresh, steps))
          .isInstanceOf(Internal.class)
          .hasMessageContaining("stage " + name);
      assertThat(debts.open()).isNotEmpty();
      timer.advance(Duration.ofSeconds(10));
      assertThat(debts.open()).isEmpty();
      assertThat(world.objects).isEmpty();
    }
  }
}
