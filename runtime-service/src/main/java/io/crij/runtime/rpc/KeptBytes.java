package io.crij.runtime.rpc;

import io.crij.operations.failure.ResourceExhausted;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A limit for what all objects of a kind keep of their requests, with those that are being made. A
 * call takes its part before it begins, and afterwards its object has it.
 */
final class KeptBytes {
  private final String what;
  private final long most;
  private final LongSupplier kept;
  private final AtomicLong beingMade = new AtomicLong();

  /**
   * @param what for messages: "labels and annotations of all pods"
   * @param kept by the objects that are there now, in bytes
   */
  KeptBytes(String what, long most, LongSupplier kept) {
    this.what = what;
    this.most = most;
    this.kept = kept;
  }

  /**
   * Runs the call when there is room.
   *
   * @throws ResourceExhausted when there is none
   */
  <T> CompletableFuture<T> within(long bytes, Supplier<CompletableFuture<T>> call) {
    long all = beingMade.addAndGet(bytes) + kept.getAsLong();
    boolean begun = false;
    try {
      if (all > most) {
        throw new ResourceExhausted(
            what
                + " would take "
                + all
                + " bytes of memory, "
                + bytes
                + " of them for this one, and the limit is "
                + most,
            "Remove some, ask for less, or give crij a larger heap (CRIJ_JVM_OPTIONS).");
      }
      CompletableFuture<T> answer = call.get();
      begun = true;
      return answer.whenComplete((_, _) -> beingMade.addAndGet(-bytes));
    } finally {
      if (!begun) {
        beingMade.addAndGet(-bytes);
      }
    }
  }
}
