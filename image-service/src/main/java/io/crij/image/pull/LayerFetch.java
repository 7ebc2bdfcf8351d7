package io.crij.image.pull;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import io.crij.image.registry.Pause;
import io.crij.image.registry.RegistryRepository;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** One layer of a pull, repeated and moved to the next endpoint while that may help. */
final class LayerFetch {
  private final Descriptor layer;
  private final LayerProgress progress;
  private final Digest diffId;
  private final List<RegistryRepository> repositories;
  private final LayerDestination destination;
  private final PullLimits limits;
  private final Pause pause;
  private volatile boolean stored;

  LayerFetch(
      LayerProgress progress,
      Digest diffId,
      List<RegistryRepository> repositories,
      LayerDestination destination,
      PullLimits limits,
      Pause pause) {
    this.layer = progress.layer();
    this.progress = progress;
    this.diffId = diffId;
    this.repositories = repositories;
    this.destination = destination;
    this.limits = limits;
    this.pause = pause;
  }

  /**
   * Returns when the layer is stored.
   *
   * @param stopped whether this pull is given up
   * @throws Failure that lists what went wrong at each endpoint
   */
  void run(BooleanSupplier stopped) {
    EndpointFailures failures = new EndpointFailures();
    for (RegistryRepository repository : repositories) {
      for (int attempt = 1; attempt <= limits.attempts(); attempt++) {
        try {
          if (attempt(repository, stopped)) {
            stored = true;
            progress.stored();
            return;
          }
        } catch (Unavailable | FailedPrecondition e) {
          failures.add(e);
        } catch (NotFound e) {
          failures.add(e);
          break;
        }
        rest();
      }
    }
    if (failures.none()) {
      throw new Unavailable(
          "layer " + layer.digest() + " was given up by other pulls again and again",
          "Pull again.");
    }
    throw failures.asOne("layer " + layer.digest());
  }

  /** The layer's diffID once {@link #run} has returned. */
  Stream<Digest> stored() {
    return stored ? Stream.of(diffId) : Stream.empty();
  }

  /** Whether the layer is stored; not when another pull that led its fetch was given up. */
  private boolean attempt(RegistryRepository repository, BooleanSupplier stopped) {
    progress.fetching();
    AtomicReference<Optional<IOException>> broken = new AtomicReference<>(Optional.empty());
    try {
      destination.ensure(
          layer, diffId, () -> new WatchedBlob(repository.open(layer), progress, broken));
      return true;
    } catch (Cancelled e) {
      if (stopped.getAsBoolean()) {
        throw e;
      }
      return false;
    } catch (Failure e) {
      if (broken.get().isPresent()) {
        throw new Unavailable(
            "layer " + layer.digest() + " of " + repository.endpoint() + " broke off",
            "Check network and registry.",
            broken.get().get());
      }
      throw e;
    }
  }

  private void rest() {
    try {
      pause.pause(limits.backoff());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("layer " + layer.digest() + " was cancelled", "Pull again.", e);
    }
  }
}
