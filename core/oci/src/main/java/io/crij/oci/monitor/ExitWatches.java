package io.crij.oci.monitor;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.event.EventLoop;
import io.crij.linux.thread.NamedThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Notices the exits of containers by two witnesses: conmon's exit file, and the processes
 * themselves. Whoever is left in the container's control group is killed, and an exit is told only
 * once nobody is.
 */
public final class ExitWatches implements AutoCloseable {
  private static final int THREADS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long IDLE_SECONDS = 30;

  private final EventLoop loop;
  private final Cgroups cgroups;
  private final Duration patience;
  private final ThreadPoolExecutor pool;

  public ExitWatches(EventLoop loop, Cgroups cgroups) {
    this(loop, cgroups, PATIENCE);
  }

  ExitWatches(EventLoop loop, Cgroups cgroups, Duration patience) {
    this.patience = patience;
    this.loop = loop;
    this.cgroups = cgroups;
    // Not more can wait than there are containers, so the queue needs no bound of its own.
    this.pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            NamedThreads.platform("container-exit"));
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Watches a container of this boot, also one that was created by an earlier run of the daemon and
   * whose processes may all have ended. The exit is told on a platform thread of a small pool.
   * Cancel the future to stop watching.
   *
   * <p>When the monitor ends without an exit file, the container is killed and its code is 255 with
   * the reason {@link ContainerExit#MONITOR_DIED}. A monitor that says nothing for 30 s after the
   * container's first process has ended counts as dead.
   */
  public CompletableFuture<ContainerExit> watch(
      MonitoredProcess process, CgroupPath containerCgroup, Path exitDirectory) {
    Path exitFile = exitDirectory.resolve(process.containerId());
    ExitWatch watch =
        new ExitWatch(loop, cgroups, pool, patience, process, containerCgroup, exitFile);
    return watch.start();
  }

  /** Containers and their monitors go on. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
