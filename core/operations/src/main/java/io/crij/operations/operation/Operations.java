package io.crij.operations.operation;

import io.crij.operations.clock.Elapsed;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.ResourceExhausted;
import io.crij.operations.failure.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The registry of running operations: at most one for each key, at most {@code limit} in all. An
 * operation outlives its caller; a retry joins it and gets its result.
 */
public final class Operations {
  private final ExecutorService platformThreads;
  private final int limit;
  private final Semaphore places;
  private final Clock clock;
  private final Map<OperationKey, RunningOperation<?>> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param platformThreads where bodies run; its threads must not be virtual
   */
  public Operations(ExecutorService platformThreads, int limit, Clock clock) {
    this.platformThreads = platformThreads;
    this.limit = limit;
    this.places = new Semaphore(limit);
    this.clock = clock;
  }

  /**
   * Starts the operation, or joins the one that runs under the same key. The future ends with the
   * body's result or with a {@link Failure}; cancelling it cancels only this caller's wait.
   */
  public <T> CompletableFuture<T> joinOrStart(OperationKey key, String object, Body<T> body) {
    RunningOperation<T> mine =
        new RunningOperation<>(new Operation(key.kind(), object, clock), new CompletableFuture<>());
    RunningOperation<?> other = running.putIfAbsent(key, mine);
    if (other != null) {
      return RunningOperation.joined(other);
    }
    CompletableFuture<T> joined = RunningOperation.joined(mine);
    start(key, mine, body);
    return joined;
  }

  /** The operations that run now, oldest first. */
  public List<OperationView> running() {
    return running.entrySet().stream()
        .map(entry -> OperationView.of(entry.getKey(), entry.getValue().operation()))
        .sorted((one, two) -> one.started().compareTo(two.started()))
        .toList();
  }

  /** Asks the operation under this key to stop, if one runs. */
  public void cancel(OperationKey key, String reason) {
    Optional.ofNullable(running.get(key)).ifPresent(found -> found.operation().cancel(reason));
  }

  /**
   * Ends when the operation that runs under this key now has ended, well or not; at once when none
   * runs. Whoever cancelled it waits here before touching the same object.
   */
  public CompletableFuture<Void> whenEnded(OperationKey key) {
    return Optional.ofNullable(running.get(key))
        .map(found -> found.result().<Void>handle((_, _) -> null))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /**
   * Refuses new operations and waits for the running ones.
   *
   * @return those that still run after {@code patience}
   */
  public List<OperationView> close(Duration patience) throws InterruptedException {
    closed = true;
    CompletableFuture<?>[] results =
        running.values().stream()
            .map(RunningOperation::result)
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(results).get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return List.of();
    } catch (TimeoutException slow) {
      return running();
    } catch (ExecutionException oneFailed) {
      return List.of(); // allOf ends only after all have ended; their callers got the failures
    }
  }

  private <T> void start(OperationKey key, RunningOperation<T> mine, Body<T> body) {
    if (closed) {
      refuse(key, mine, stopping(mine.operation()));
      return;
    }
    if (!places.tryAcquire()) {
      refuse(key, mine, full(key, mine.operation()));
      return;
    }
    OpenStage queued = mine.operation().enter("start");
    queued.waitsFor("a free thread");
    try {
      platformThreads.execute(
          () -> {
            queued.close();
            run(key, mine, body);
          });
    } catch (RejectedExecutionException rejected) {
      places.release();
      refuse(key, mine, Failure.wrap(mine.operation() + " was refused", rejected));
    }
  }

  private void refuse(OperationKey key, RunningOperation<?> mine, Failure failure) {
    end(key, mine, () -> mine.result().completeExceptionally(failure));
  }

  private <T> void run(OperationKey key, RunningOperation<T> mine, Body<T> body) {
    Runnable completion;
    try {
      requirePlatformThread(mine.operation());
      T value = body.run(mine.operation());
      completion = () -> mine.result().complete(value);
    } catch (Throwable thrown) { // whatever it is, callers must not wait for ever
      Failure failure = Failure.wrap(mine.operation() + " failed", thrown);
      completion = () -> mine.result().completeExceptionally(failure);
    }
    places.release();
    end(key, mine, completion);
  }

  // The key is free before the result is out, so that a retry made on the result starts afresh.
  private void end(OperationKey key, RunningOperation<?> mine, Runnable completion) {
    running.remove(key, mine);
    completion.run();
  }

  private static Failure stopping(Operation refused) {
    return new Unavailable(refused + " was refused: crij is stopping", "Retry when it is back.");
  }

  private Failure full(OperationKey key, Operation refused) {
    String oldest =
        running().stream()
            .filter(view -> !view.key().equals(key))
            .findFirst()
            .map(view -> ", the oldest for " + Elapsed.text(view.elapsed()))
            .orElse("");
    return new ResourceExhausted(
        refused + " was refused: " + limit + " operations run already" + oldest,
        "Retry later; the messages of calls that time out say what they wait for.");
  }

  private static void requirePlatformThread(Operation operation) {
    if (Thread.currentThread().isVirtual()) {
      throw new Internal(
          operation + " was started on a virtual thread",
          "Operations make system calls that sleep: give them a pool of platform threads.");
    }
  }
}
