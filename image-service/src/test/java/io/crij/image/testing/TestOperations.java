package io.crij.image.testing;

import io.crij.operations.debt.Debts;
import io.crij.operations.failpoint.Failpoints;
import io.crij.operations.operation.Operations;
import io.crij.operations.step.StepRunner;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Operations and a step runner with threads of their own. */
public final class TestOperations implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final Operations operations = new Operations(threads, 20, Clock.systemUTC());
  private final StepRunner runner;

  public TestOperations() {
    this(Failpoints.NONE);
  }

  public TestOperations(Failpoints failpoints) {
    runner =
        new StepRunner(
            failpoints,
            new Debts(timer, threads, Clock.systemUTC()),
            timer,
            threads,
            Clock.systemUTC());
  }

  public Operations operations() {
    return operations;
  }

  public StepRunner runner() {
    return runner;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    threads.shutdownNow();
  }
}
