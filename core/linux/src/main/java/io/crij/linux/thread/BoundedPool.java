package io.crij.linux.thread;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of platform threads for calls that can sleep in the kernel. What neither a thread
 * nor the queue has room for is refused at once, with a {@link RejectedExecutionException} that
 * names the pool and the work.
 */
public final class BoundedPool extends AbstractExecutorService {
  private static final long IDLE_SECONDS = 30;

  private final String name;
  private final ThreadPoolExecutor threads;

  /**
   * @param queue how much may wait; 0 for nothing
   */
  public BoundedPool(String name, int threads, int queue) {
    this.name = name;
    BlockingQueue<Runnable> waiting =
        queue == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queue);
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            waiting,
            NamedThreads.platform(name),
            this::refuse);
    this.threads.allowCoreThreadTimeOut(true);
  }

  private void refuse(Runnable task, ThreadPoolExecutor executor) {
    throw new RejectedExecutionException(
        executor.isShutdown()
            ? "pool " + name + " is shut down: " + task
            : "pool "
                + name
                + " is full ("
                + executor.getActiveCount()
                + " threads busy): "
                + task);
  }

  /** Starts {@code task}, which a refusal calls {@code what}: "mount /x". */
  public <T> FutureTask<T> call(String what, Callable<T> task) {
    NamedTask<T> named = new NamedTask<>(what, task);
    execute(named);
    return named;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return threads.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }

  private static final class NamedTask<T> extends FutureTask<T> {
    private final String what;

    NamedTask(String what, Callable<T> task) {
      super(task);
      this.what = what;
    }

    @Override
    public String toString() {
      return what;
    }
  }
}
