package io.crij.operations.debt;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;

/**
 * One thing still to be done, with its history; immutable.
 *
 * @param number tells a debt from an earlier one of the same key that was settled
 */
record Debt(
    long number,
    Key key,
    Callable<?> retry,
    Instant since,
    int attempts,
    Duration backoff,
    Instant nextAttempt,
    String lastError) {
  static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

  /** One debt for each thing to do: a second failure of the same undo is not a second debt. */
  record Key(String object, String what) {}

  static Debt first(long number, Key key, Callable<?> retry, Instant now, String error) {
    return new Debt(number, key, retry, now, 0, FIRST_BACKOFF, now.plus(FIRST_BACKOFF), error);
  }

  Debt renewed(Callable<?> newRetry, String error) {
    return new Debt(number, key, newRetry, since, attempts, backoff, nextAttempt, error);
  }

  Debt failedAgain(Instant now, String error) {
    Duration doubled = backoff.multipliedBy(2);
    Duration next = doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
    return new Debt(number, key, retry, since, attempts + 1, next, now.plus(next), error);
  }

  DebtView view() {
    return new DebtView(key.object, key.what, since, attempts, nextAttempt, lastError);
  }
}
