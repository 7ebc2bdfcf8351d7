package io.crij.operations.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.clock.ManualTimer;
import io.crij.operations.debt.Debts;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.failure.Failure;
import io.crij.operations.operation.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random trees of steps on a small pool, with faults and cancellation anywhere in them. */
@TestInstance(Lifecycle.PER_CLASS)
class RandomFaultsTest {
  private ExecutorService pool;

  @BeforeAll
  void begin() {
    pool = Executors.newFixedThreadPool(3);
  }

  @AfterAll
  void end() {
    pool.close();
  }

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void allIsMadeOrNothingIsLeft(int seed) {
    Random random = new Random(seed);
    ManualTimer timer = new ManualTimer();
    Debts debts = new Debts(timer, Runnable::run, timer.clock());
    World world = new World();
    Operation operation = new Operation("RunPodSandbox", "pod " + seed, timer.clock());
    List<String> names = new ArrayList<>();
    List<Step> steps = tree(random, world, names, 3);
    StepRunner runner =
        new StepRunner(faults(random, operation), debts, timer, pool, timer.clock());

    boolean done = run(runner, operation, steps);

    timer.advance(Duration.ofMinutes(10));
    assertThat(debts.open()).isEmpty();
    assertThat(world.objects).hasSize(done ? names.size() : 0);
    assertThat(operation.stage()).isEmpty();
    assertThat(timer.plannedTasks()).isZero();
  }

  private static boolean run(StepRunner runner, Operation operation, List<Step> steps) {
    try {
      runner.run(operation, steps);
      return true;
    } catch (Failure failure) {
      assertThat(failure.stage()).isPresent();
      return false;
    }
  }

  private static List<Step> tree(Random random, World world, List<String> names, int depth) {
    List<Step> steps = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      if (depth > 0 && random.nextInt(3) == 0) {
        Step[] children = tree(random, world, names, depth - 1).toArray(Step[]::new);
        steps.add(Step.parallel("group", children));
      } else {
        String name = "s" + names.size();
        names.add(name);
        steps.add(world.step(name));
      }
    }
    return steps;
  }

  /**
   * Each hit fails with a chance of its own, undo less often; sometimes the operation is cancelled.
   */
  private static Failpoints faults(Random random, Operation operation) {
    Random shared = new Random(random.nextLong());
    int oneIn = 2 + random.nextInt(30);
    return name -> {
      boolean undo = name.endsWith("undo");
      if (!undo && shared.nextInt(oneIn * 4) == 0) {
        operation.cancel("seeded");
      }
      if (shared.nextInt(undo ? 4 : oneIn) == 0) {
        throw new IOException("seeded fault at " + name);
      }
    };
  }
}
