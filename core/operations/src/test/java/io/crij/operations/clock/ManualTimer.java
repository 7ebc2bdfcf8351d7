package io.crij.operations.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer and its clock that stand still until a test moves them. */
public final class ManualTimer extends AbstractExecutorService implements ScheduledExecutorService {
  private final List<Planned<?>> planned = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  public Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** Moves the clock and runs on this thread what becomes due, each at its own time. */
  public void advance(Duration duration) {
    Instant target = now().plus(duration);
    Optional<Planned<?>> due = nextBy(target);
    while (due.isPresent()) {
      due.get().run();
      due = nextBy(target);
    }
    moveTo(target);
  }

  public synchronized int plannedTasks() {
    planned.removeIf(FutureTask::isDone);
    return planned.size();
  }

  private synchronized Instant now() {
    return now;
  }

  private synchronized void moveTo(Instant target) {
    now = target;
  }

  private synchronized Optional<Planned<?>> nextBy(Instant target) {
    planned.removeIf(FutureTask::isDone);
    Optional<Planned<?>> next =
        planned.stream()
            .filter(task -> !task.due.isAfter(target))
            .min(Comparator.comparing(task -> task.due));
    next.ifPresent(
        task -> {
          planned.remove(task);
          now = task.due.isAfter(now) ? task.due : now;
        });
    return next;
  }

  @Override
  public synchronized <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
    Planned<V> entry = new Planned<>(task, now.plusNanos(unit.toNanos(delay)));
    planned.add(entry);
    return entry;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return schedule(
        () -> {
          task.run();
          return true;
        },
        delay,
        unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initial, long period, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initial, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }

  private final class Planned<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final Instant due;

    Planned(Callable<V> task, Instant due) {
      super(task);
      this.due = due;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(Duration.between(now(), due));
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
