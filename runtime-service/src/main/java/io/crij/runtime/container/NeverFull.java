package io.crij.runtime.container;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** For what must not be lost when a pool is full, such as the end of a container. */
record NeverFull(Executor pool) implements Executor {
  @Override
  public void execute(Runnable task) {
    try {
      pool.execute(task);
    } catch (RejectedExecutionException full) {
      Thread.ofPlatform().daemon().name("container-change").start(task);
    }
  }
}
