package io.crij.runtime.container;

import io.crij.operations.failure.ResourceExhausted;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the output of all running ExecSync calls may take together. A call takes its
 * share before it starts: as much as one answer may have while there is plenty, less when many run.
 */
final class OutputBudget {
  private static final long LEAST = 64 << 10;
  private static final int FRACTION = 16;

  private final long total;
  private final long most;
  private final AtomicLong left;

  /**
   * @param most largest share
   */
  OutputBudget(long total, long most) {
    this.total = total;
    this.most = most;
    this.left = new AtomicLong(total);
  }

  /** A part of the budget, given back once by closing it. */
  record Share(OutputBudget budget, int bytes) implements AutoCloseable {
    @Override
    public void close() {
      budget.left.addAndGet(bytes);
    }
  }

  /**
   * A share of what is left.
   *
   * @throws ResourceExhausted when that is too little for one answer
   */
  Share take() {
    while (true) {
      long now = left.get();
      long share = now - most >= total / 2 ? most : Math.min(most, now / FRACTION);
      if (share < Math.min(LEAST, most)) {
        throw new ResourceExhausted(
            "the output of the commands that run by ExecSync may take no more memory",
            "Retry when fewer of them run.");
      }
      if (left.compareAndSet(now, now - share)) {
        return new Share(this, Math.toIntExact(share));
      }
    }
  }

  /**
   * So many bytes of it.
   *
   * @throws ResourceExhausted when there are fewer left
   */
  Share take(int bytes) {
    long now = left.addAndGet(-bytes);
    Share share = new Share(this, bytes);
    if (now < 0) {
      share.close();
      throw new ResourceExhausted(
          "the commands that run by ExecSync, with their environments, may take no more memory",
          "Retry when fewer of them run.");
    }
    return share;
  }

  long left() {
    return left.get();
  }
}
