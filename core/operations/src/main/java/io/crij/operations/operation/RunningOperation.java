package io.crij.operations.operation;

import java.util.concurrent.CompletableFuture;

/** An operation with the result that all its callers wait for. */
record RunningOperation<T>(Operation operation, CompletableFuture<T> result) {
  /** A future of the caller's own: completing or cancelling it touches nobody else. */
  // The kind in the key fixes T: one kind is started from one place.
  @SuppressWarnings("unchecked")
  static <T> CompletableFuture<T> joined(RunningOperation<?> running) {
    return (CompletableFuture<T>) running.result.copy();
  }
}
