package io.crij.image.store;

import io.crij.operations.failure.Failure;
import io.crij.operations.failure.ResourceExhausted;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread that makes all changes of image records, in order; a change takes a few small synced
 * writes. Readers never meet it.
 */
final class ImageChanges implements AutoCloseable {
  private static final int MOST_WAITING = 256;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("image-records").factory());

  ImageChanges() {
    thread.allowCoreThreadTimeOut(true);
  }

  /** Returns when the change is made. It is too short to be cancelled. */
  <T> T run(String what, Callable<T> change) {
    Future<T> result;
    try {
      result = thread.submit(change);
    } catch (RejectedExecutionException e) {
      throw new ResourceExhausted(what, "Too many images change at once: try again.", e);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw Failure.wrap(what, e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
