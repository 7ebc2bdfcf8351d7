package io.crij.linux.cgroup;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Pauses that grow, up to a deadline: the kernel has no event for what is awaited here. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMillis(50);

  private final long deadline;
  private Duration next = FIRST;

  Backoff(Duration total) {
    this.deadline = System.nanoTime() + total.toNanos();
  }

  /** Whether there was time left for a pause. */
  boolean pause() throws InterruptedIOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    try {
      Thread.sleep(Duration.ofNanos(Math.min(left, next.toNanos())));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a control group");
    }
    next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
    return true;
  }
}
