package io.crij.oci.monitor;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.event.EventLoop;
import io.crij.linux.process.Pidfd;
import io.crij.linux.process.ProcessIdentity;
import io.crij.linux.process.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watch of one container. conmon ends right after it has written the exit file. */
final class ExitWatch {
  private static final Logger log = LoggerFactory.getLogger(ExitWatch.class);
  private static final Duration DEATH = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final EventLoop loop;
  private final Cgroups cgroups;
  private final Executor pool;
  private final Duration patience;
  private final MonitoredProcess process;
  private final CgroupPath group;
  private final Path exitFile;
  private final CompletableFuture<ContainerExit> exit = new CompletableFuture<>();

  ExitWatch(
      EventLoop loop,
      Cgroups cgroups,
      Executor pool,
      Duration patience,
      MonitoredProcess process,
      CgroupPath group,
      Path exitFile) {
    this.loop = loop;
    this.cgroups = cgroups;
    this.pool = pool;
    this.patience = patience;
    this.process = process;
    this.group = group;
    this.exitFile = exitFile;
  }

  CompletableFuture<ContainerExit> start() {
    soon(
        () -> {
          onEnd(process.monitor(), this::settle);
          onEnd(process.process(), this::endOfInit);
        });
    return exit;
  }

  private interface Task {
    void run() throws IOException;
  }

  /** Runs at once when that process has ended already, whoever has its id now. */
  private void onEnd(ProcessIdentity identity, Task task) throws IOException {
    Optional<Pidfd> open = Pidfd.open(identity);
    if (open.isEmpty()) {
      soon(task);
      return;
    }
    try (Pidfd pidfd = open.get()) {
      CompletableFuture<Void> ended = loop.onReadable(pidfd.fd());
      var _ =
          ended.whenComplete(
              (nothing, failure) -> {
                if (failure == null) {
                  soon(task);
                } else if (ended.isCancelled()) {
                  exit.cancel(false); // the loop is closed, or nobody wants to know any more
                } else {
                  soon(() -> retry(failure, () -> onEnd(identity, task)));
                }
              });
      var _ = exit.whenComplete((told, failure) -> ended.cancel(false));
    }
  }

  private void soon(Task task) {
    try {
      pool.execute(() -> run(task));
    } catch (RejectedExecutionException closed) {
      exit.cancel(false);
    }
  }

  private void after(Duration pause, Task task) {
    CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> soon(task));
  }

  /** What fails is tried again: nothing but the truth ends a watch. */
  private void run(Task task) {
    if (exit.isDone()) {
      return;
    }
    try {
      task.run();
    } catch (IOException | RuntimeException failure) {
      retry(failure, task);
    }
  }

  private void retry(Throwable why, Task task) {
    log.warn("the exit of container {} is not settled yet", process.containerId(), why);
    after(RETRY, task);
  }

  /** With its first process a container ends, whoever it left behind in a shared PID namespace. */
  private void endOfInit() throws IOException {
    cgroups.killAll(group, DEATH);
    after(patience, this::endOfPatience);
  }

  private void endOfPatience() throws IOException {
    log.warn(
        "monitor {} of container {} does not tell its exit code and is killed",
        process.monitor().pid(),
        process.containerId());
    Optional<Pidfd> open = Pidfd.open(process.monitor());
    if (open.isPresent()) {
      try (Pidfd monitor = open.get()) {
        monitor.signal(Signals.SIGKILL);
      }
    }
  }

  /** Once the monitor has ended, the exit file is there or never will be. */
  private void settle() throws IOException {
    Optional<ExitFile> told = ExitFile.read(exitFile);
    cgroups.killAll(group, DEATH);
    // Its group is empty a moment before it has ended: until then it waits for its children.
    onEnd(process.process(), () -> tell(told));
  }

  private void tell(Optional<ExitFile> told) throws IOException {
    boolean oom = cgroups.oomKills(group).orElse(0) > 0;
    exit.complete(
        told.map(file -> new ContainerExit(file.code(), file.writtenAt(), oom, Optional.empty()))
            .orElseGet(
                () ->
                    new ContainerExit(
                        ContainerExit.UNKNOWN_CODE,
                        Instant.now(),
                        oom,
                        Optional.of(ContainerExit.MONITOR_DIED))));
  }
}
