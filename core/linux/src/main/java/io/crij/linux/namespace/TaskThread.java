package io.crij.linux.namespace;

import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A platform thread for one task that changes what a thread shares with its process. */
public final class TaskThread {
  private static final long STACK_BYTES = 512 * 1024;

  private TaskThread() {}

  /**
   * Runs the task in a new thread, which first parts from the process's root, working directory and
   * umask, and ends with the task. An interrupt of the caller interrupts the task, whose end is
   * awaited all the same: what it makes in the kernel must not appear after the caller gave up.
   */
  public static <T> T call(String name, Callable<T> task) throws Exception {
    FutureTask<T> future =
        new FutureTask<>(
            () -> {
              part(name);
              return task.call();
            });
    Thread thread =
        Thread.ofPlatform().daemon().name(name).stackSize(STACK_BYTES).unstarted(future);
    thread.start();
    join(thread);
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw unwrapped(failed);
    }
  }

  private static void part(String name) throws KernelException {
    PlatformThread.require();
    if (NamespaceCalls.unshare(NamespaceCalls.CLONE_FS) < 0) {
      throw KernelException.last("unshare(CLONE_FS)", name);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException interrupt) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Exception unwrapped(ExecutionException failed) {
    Optional<Throwable> cause = Optional.ofNullable(failed.getCause());
    if (cause.orElse(failed) instanceof Error error) {
      throw error;
    }
    return cause.orElse(failed) instanceof Exception exception ? exception : failed;
  }

  /** As {@link #call} for tasks that fail with an IOException only. */
  public static <T> T callIo(String name, Callable<T> task) throws IOException {
    try {
      return call(name, task);
    } catch (IOException | RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IOException(name, failure);
    }
  }
}
