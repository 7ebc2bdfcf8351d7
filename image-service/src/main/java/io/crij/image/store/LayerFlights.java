package io.crij.image.store;

import io.crij.image.reference.Digest;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** At most one change of each layer's directory at a time: it is being stored or being removed. */
final class LayerFlights {
  private final Map<Digest, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

  /** Takes off; empty when a change of this layer is under way. */
  Optional<Flight> begin(Digest diffId) {
    CompletableFuture<Void> landed = new CompletableFuture<>();
    return running.putIfAbsent(diffId, landed) == null
        ? Optional.of(new Flight(diffId, landed))
        : Optional.empty();
  }

  /**
   * Waits for the change under way, if there is one. How it ended does not matter: whoever waits
   * may have a better source.
   */
  void await(Digest diffId) {
    CompletableFuture<Void> landed = running.getOrDefault(diffId, completed());
    try {
      landed.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("waiting for layer " + diffId + " was cancelled", "Pull again.", e);
    } catch (ExecutionException e) {
      throw Failure.wrap("waiting for layer " + diffId, e);
    }
  }

  private static CompletableFuture<Void> completed() {
    return CompletableFuture.completedFuture(null);
  }

  /** A change under way. */
  final class Flight implements AutoCloseable {
    private final Digest diffId;
    private final CompletableFuture<Void> landed;

    private Flight(Digest diffId, CompletableFuture<Void> landed) {
      this.diffId = diffId;
      this.landed = landed;
    }

    @Override
    public void close() {
      running.remove(diffId, landed);
      landed.complete(null);
    }
  }
}
