package io.crij.operations.debt;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undo that failed and is still owed. Each debt is retried with a growing pause (0.5 s doubling to
 * 60 s) and is never dropped before it is paid or settled.
 */
public final class Debts {
  private static final Logger log = LoggerFactory.getLogger(Debts.class);

  private final ScheduledExecutorService timer;
  private final Executor platformThreads;
  private final Clock clock;
  private final Map<Debt.Key, Debt> open = new LinkedHashMap<>();
  private long numbers;
  private final Map<String, CompletableFuture<Void>> waiters = new HashMap<>();

  public Debts(ScheduledExecutorService timer, Executor platformThreads, Clock clock) {
    this.timer = timer;
    this.platformThreads = platformThreads;
    this.clock = clock;
  }

  /**
   * Records a debt and plans its first retry. The same object and text replace the older debt's
   * retry and error, and keep its pace.
   *
   * @param object name of the object, as the operation shows it
   * @param what what is still to be done, for example "undo of network"
   * @param retry does it again; returning means paid
   */
  public void add(String object, String what, Callable<?> retry, Throwable why) {
    Debt.Key key = new Debt.Key(object, what);
    Debt fresh;
    synchronized (this) {
      fresh = Debt.first(++numbers, key, retry, clock.instant(), text(why));
      if (open.computeIfPresent(key, (_, old) -> old.renewed(retry, text(why))) != null) {
        return;
      }
      open.put(key, fresh);
    }
    log.warn("{} of {} failed and will be retried: {}", what, object, text(why));
    plan(fresh);
  }

  /** The debts that are open now, oldest first. */
  public synchronized List<DebtView> open() {
    return open.values().stream().map(Debt::view).toList();
  }

  /** Forgets the debts of an object whose state was cleaned in another way. */
  public void settled(String object) {
    remove(key -> key.object().equals(object));
  }

  /** Forgets one debt that was paid in another way. */
  public void settled(String object, String what) {
    remove(key -> key.equals(new Debt.Key(object, what)));
  }

  /** Ends when the object owes nothing; at once when it owes nothing now. */
  public synchronized CompletableFuture<Void> whenPaid(String object) {
    return owes(object)
        ? waiters.computeIfAbsent(object, _ -> new CompletableFuture<>()).copy()
        : CompletableFuture.completedFuture(null);
  }

  private synchronized boolean owes(String object) {
    return open.keySet().stream().anyMatch(key -> key.object().equals(object));
  }

  private void plan(Debt debt) {
    try {
      var _ = timer.schedule(() -> hand(debt), debt.backoff().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopped) {
      log.info("{} of {} stays owed: crij is stopping", debt.key().what(), debt.key().object());
    }
  }

  private void hand(Debt planned) {
    try {
      platformThreads.execute(() -> current(planned).ifPresent(this::retry));
    } catch (RejectedExecutionException full) {
      failedAgain(planned, full);
    }
  }

  private void retry(Debt debt) {
    try {
      debt.retry().call();
    } catch (Throwable thrown) { // an Error too must not end the retries
      failedAgain(debt, thrown);
      return;
    }
    log.info("{} of {} is done at last", debt.key().what(), debt.key().object());
    remove(key -> debt.equals(open.get(key)));
    // Renewed while the retry ran: whether the newer failure is older than this success is unknown.
    current(debt).ifPresent(this::plan);
  }

  private void failedAgain(Debt tried, Throwable why) {
    Optional<Debt> next;
    synchronized (this) {
      next = current(tried).map(debt -> debt.failedAgain(clock.instant(), text(why)));
      next.ifPresent(debt -> open.put(debt.key(), debt));
    }
    next.ifPresent(
        debt -> {
          log.warn(
              "{} of {} failed again (attempt {}): {}",
              debt.key().what(),
              debt.key().object(),
              debt.attempts(),
              debt.lastError());
          plan(debt);
        });
  }

  /** The debt as it is now; empty when it was settled meanwhile. */
  private synchronized Optional<Debt> current(Debt debt) {
    return Optional.ofNullable(open.get(debt.key())).filter(now -> now.number() == debt.number());
  }

  private void remove(Predicate<Debt.Key> gone) {
    List<CompletableFuture<Void>> paid = new ArrayList<>();
    synchronized (this) {
      open.keySet().removeIf(gone);
      waiters.entrySet().removeIf(waiter -> !owes(waiter.getKey()) && paid.add(waiter.getValue()));
    }
    paid.forEach(waiter -> waiter.complete(null));
  }

  private static String text(Throwable why) {
    return why.getMessage() == null ? why.toString() : why.getMessage();
  }
}
