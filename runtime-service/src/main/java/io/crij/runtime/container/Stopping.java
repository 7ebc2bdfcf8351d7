package io.crij.runtime.container;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.process.Pidfd;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Internal;
import io.crij.operations.id.Ids;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The end of one container, asked for by any number of calls: the signal is sent once, and of all
 * times to kill the earliest counts. No thread waits.
 */
final class Stopping {
  private static final Duration KILL_DEADLINE = Duration.ofSeconds(30);
  private static final Duration UNSEEN = Duration.ofSeconds(30);

  private final ContainerEntry entry;
  private final StopParts parts;
  private CompletableFuture<Void> result = new CompletableFuture<>();
  private boolean signalled;
  private Optional<Long> killAt = Optional.empty();
  private Optional<Future<?>> alarm = Optional.empty();

  Stopping(ContainerEntry entry, StopParts parts) {
    this.entry = entry;
    this.parts = parts;
  }

  /** Asks once, kills when {@code grace} is over; ends when no process of it lives. */
  synchronized CompletableFuture<Void> within(Duration grace) {
    CompletableFuture<Void> mine = result;
    var _ = entry.ended().thenRun(() -> mine.complete(null));
    if (!mine.isDone()) {
      if (grace.isPositive()) {
        signal();
      }
      killBy(System.nanoTime() + grace.toNanos(), grace);
    }
    return mine.copy();
  }

  private void killBy(long when, Duration grace) {
    if (killAt.isPresent() && killAt.get() - when <= 0) {
      return;
    }
    killAt = Optional.of(when);
    alarm.ifPresent(later -> later.cancel(false));
    alarm = Optional.empty();
    if (grace.isPositive()) {
      alarm =
          Optional.of(
              parts.timer().schedule(this::killApart, grace.toNanos(), TimeUnit.NANOSECONDS));
    } else {
      killApart();
    }
  }

  private void signal() {
    Container container = entry.now();
    if (signalled || container.process().isEmpty() || container.made().isEmpty()) {
      return;
    }
    try {
      Optional<Pidfd> open = Pidfd.open(container.process().get().process());
      if (open.isPresent()) {
        try (Pidfd pidfd = open.get()) {
          pidfd.signal(container.made().get().stopSignal());
        }
      }
      signalled = true;
    } catch (KernelException e) {
      if (!e.is(Errno.ESRCH)) {
        throw Failure.wrap(container.text() + " was not asked to stop", e);
      }
    }
  }

  // A thread of its own: a full pool must not keep a container alive. One for each container.
  private void killApart() {
    if (!entry.ended().isDone()) {
      Thread.ofPlatform().daemon().name("kill-" + Ids.shown(entry.id())).start(this::kill);
    }
  }

  private void kill() {
    try {
      parts.cgroups().killAll(entry.now().cgroup(), KILL_DEADLINE);
      var _ = parts.timer().schedule(this::unseen, UNSEEN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException | RuntimeException e) {
      failed(
          new DeadlineExceeded(
              entry.now().text() + " was killed but does not end",
              "A process that waits for a dead disk or mount cannot end; free that, then retry.",
              e));
    }
  }

  private void unseen() {
    if (!entry.ended().isDone()) {
      failed(
          new Internal(
              "the processes of " + entry.now().text() + " are dead, but its end was not seen",
              "Retry; the log of crij says what the monitor told."));
    }
  }

  /** Tells those who wait; the next call tries again. */
  private synchronized void failed(Failure failure) {
    CompletableFuture<Void> waiting = result;
    result = new CompletableFuture<>();
    killAt = Optional.empty();
    waiting.completeExceptionally(failure);
  }
}
