package io.crij.operations.debt;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.operations.clock.ManualTimer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class DebtsTest {
  private final ManualTimer timer = new ManualTimer();
  private final Debts debts = new Debts(timer, Runnable::run, timer.clock());
  private int attempts;

  private Object failUntilAttempt(int good) throws IOException {
    attempts++;
    if (attempts < good) {
      throw new IOException("busy " + attempts);
    }
    return attempts;
  }

  @Test
  void retriesWithADoublingPauseUntilPaid() {
    debts.add("pod a", "undo of net", () -> failUntilAttempt(4), new IOException("busy"));
    CompletableFuture<Void> paid = debts.whenPaid("pod a");

    timer.advance(Duration.ofMillis(499));
    assertThat(attempts).isZero();
    timer.advance(Duration.ofMillis(1));
    assertThat(attempts).isEqualTo(1);
    timer.advance(Duration.ofSeconds(1));
    assertThat(attempts).isEqualTo(2);
    timer.advance(Duration.ofMillis(1999));
    assertThat(attempts).isEqualTo(2);
    assertThat(debts.open())
        .singleElement()
        .satisfies(
            debt -> {
              assertThat(debt.attempts()).isEqualTo(2);
              assertThat(debt.lastError()).isEqualTo("busy 2");
              assertThat(debt.nextAttempt()).isEqualTo(timer.clock().instant().plusMillis(1));
            });
    assertThat(paid).isNotDone();

    timer.advance(Duration.ofMillis(1 + 4000));
    assertThat(attempts).isEqualTo(4);
    assertThat(debts.open()).isEmpty();
    assertThat(paid).isCompleted();
    assertThat(timer.plannedTasks()).isZero();
  }

  @Test
  void thePauseStopsGrowingAtAMinuteAndTheDebtIsNeverDropped() {
    debts.add("pod a", "undo", () -> failUntilAttempt(Integer.MAX_VALUE), new IOException("busy"));
    timer.advance(Duration.ofDays(1));
    int afterADay = attempts;
    assertThat(afterADay).isGreaterThan(1400);
    timer.advance(Duration.ofMinutes(10));
    assertThat(attempts).isEqualTo(afterADay + 10);
    assertThat(debts.open()).hasSize(1);
  }

  @Test
  void anErrorOrAFullPoolDoesNotEndTheRetries() {
    Deque<Boolean> full = new ArrayDeque<>();
    full.add(true);
    Debts squeezed =
        new Debts(
            timer,
            task -> {
              if (full.poll() != null) {
                throw new RejectedExecutionException("pool is full");
              }
              task.run();
            },
            timer.clock());
    squeezed.add(
        "pod a",
        "undo",
        () -> {
          attempts++;
          if (attempts == 1) {
            throw new StackOverflowError();
          }
          return attempts;
        },
        new IOException("busy"));
    timer.advance(Duration.ofMinutes(1));
    assertThat(attempts).isEqualTo(2);
    assertThat(squeezed.open()).isEmpty();
  }

  @Test
  void theSameDebtIsKeptOnceWithTheNewestReason() {
    debts.add("pod a", "undo", () -> failUntilAttempt(1), new IOException("first"));
    debts.add("pod a", "undo", () -> failUntilAttempt(1), new IOException("second"));
    assertThat(debts.open())
        .singleElement()
        .satisfies(debt -> assertThat(debt.lastError()).isEqualTo("second"));
    timer.advance(Duration.ofMinutes(1));
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void aDebtRenewedDuringItsRetryIsTriedAgain() {
    debts.add(
        "pod a",
        "undo",
        () -> {
          debts.add("pod a", "undo", () -> failUntilAttempt(1), new IOException("meanwhile"));
          return 0;
        },
        new IOException("busy"));
    timer.advance(Duration.ofMillis(500));
    assertThat(debts.open()).hasSize(1);
    timer.advance(Duration.ofMinutes(1));
    assertThat(attempts).isEqualTo(1);
    assertThat(debts.open()).isEmpty();
  }

  @Test
  void settlingForgetsTheDebtsOfThatObjectOnly() {
    debts.add("pod a", "undo of x", () -> failUntilAttempt(1), new IOException("busy"));
    debts.add("pod a", "undo of y", () -> failUntilAttempt(1), new IOException("busy"));
    debts.add("pod b", "undo of x", () -> failUntilAttempt(99), new IOException("busy"));
    CompletableFuture<Void> paid = debts.whenPaid("pod a");

    debts.settled("pod a", "undo of x");
    assertThat(paid).isNotDone();
    debts.settled("pod a");
    assertThat(paid).isCompleted();
    assertThat(debts.open()).extracting(DebtView::object).containsExactly("pod b");
    timer.advance(Duration.ofMillis(500));
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void aDebtSettledAndOwedAgainHasOneChainOfRetries() {
    debts.add("pod a", "undo", () -> failUntilAttempt(99), new IOException("busy"));
    debts.settled("pod a");
    debts.add("pod a", "undo", () -> failUntilAttempt(99), new IOException("busy"));
    timer.advance(Duration.ofMillis(500));
    assertThat(attempts).isEqualTo(1);
    assertThat(timer.plannedTasks()).isEqualTo(1);
  }

  @Test
  void whoOwesNothingHasPaid() {
    assertThat(debts.whenPaid("pod a")).isCompleted();
  }
}
