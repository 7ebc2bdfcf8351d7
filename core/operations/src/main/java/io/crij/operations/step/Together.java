package io.crij.operations.step;

import io.crij.operations.failure.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Runs parts at the same time and waits for all. The calling thread takes the first part and then
 * every part that no pool thread has taken, so a full pool makes it slower but never stuck.
 */
final class Together {
  private Together() {}

  /** The failures of all parts, in the order in which they happened. */
  static List<Failure> run(Executor threads, List<Supplier<List<Failure>>> parts) {
    List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
    List<FutureTask<Boolean>> tasks =
        parts.stream().map(part -> new FutureTask<>(() -> failures.addAll(part.get()))).toList();
    tasks.stream().skip(1).forEach(task -> offer(threads, task));
    tasks.forEach(FutureTask::run); // does nothing for a part that has begun elsewhere
    tasks.forEach(task -> await(task, failures));
    return List.copyOf(failures);
  }

  private static void offer(Executor threads, Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException full) {
      return; // the calling thread takes it
    }
  }

  // An interrupt must not leave a part running behind the back of the undo that follows.
  private static void await(FutureTask<?> task, List<Failure> failures) {
    boolean interrupted = false;
    while (true) {
      try {
        task.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        failures.add(Failure.wrap("a parallel step could not run", e));
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
