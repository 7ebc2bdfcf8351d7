package io.crij.image.pull;

import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Fetches the layers of one pull, several at once. The calling thread works too, so that a pull
 * goes on when the shared pool is busy. The first failure ends the others.
 */
final class LayerWorkers {
  private final Queue<LayerFetch> waiting;
  private final Set<Thread> working = new HashSet<>();
  private final List<Failure> failures = new ArrayList<>();
  private volatile boolean stopped;

  LayerWorkers(List<LayerFetch> layers) {
    waiting = new ConcurrentLinkedQueue<>(layers);
  }

  /**
   * Returns when every layer is stored and no worker runs any more.
   *
   * @param width workers at most, the caller among them
   * @throws Failure the first one; those of the other workers are suppressed
   */
  void run(Executor pool, int width) {
    int helpers = Math.min(width, waiting.size()) - 1;
    for (int i = 0; i < helpers; i++) {
      try {
        pool.execute(this::work);
      } catch (RejectedExecutionException | OutOfMemoryError e) {
        // The pool is full, or the host gives no more threads: fewer at once.
        break;
      }
    }
    work();
    awaitHelpers();
    throwFailures();
  }

  /** Makes the workers end soon. */
  synchronized void stop() {
    stopped = true;
    working.forEach(Thread::interrupt);
  }

  private void work() {
    if (!enter()) {
      return;
    }
    try {
      for (LayerFetch layer = waiting.poll(); layer != null && !stopped; layer = waiting.poll()) {
        layer.run(() -> stopped);
      }
    } catch (RuntimeException | Error e) {
      // An error, too, must not pass for a layer that was fetched.
      failed(Failure.wrap("a layer was not fetched", e));
    } finally {
      leave();
    }
  }

  private synchronized boolean enter() {
    return !stopped && !waiting.isEmpty() && working.add(Thread.currentThread());
  }

  private synchronized void failed(Failure failure) {
    failures.add(failure);
    stop();
  }

  private synchronized void leave() {
    working.remove(Thread.currentThread());
    // A stop may have hit this thread after its last wait; the pool needs it clean.
    Thread.interrupted();
    notifyAll();
  }

  // A helper that the pool has not started yet finds nothing to do later and is not waited for.
  private synchronized void awaitHelpers() {
    boolean interrupted = false;
    while (!working.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
        stop();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void throwFailures() {
    if (!failures.isEmpty()) {
      Failure first = failures.getFirst();
      failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
      throw first;
    }
    if (stopped) {
      throw new Cancelled("the layers were not all fetched", "Pull again.");
    }
  }
}
