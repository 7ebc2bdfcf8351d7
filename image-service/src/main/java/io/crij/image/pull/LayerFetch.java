package io.crij.image.pull;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import io.crij.image.registry.Pause;
import io.crij.image.registry.RegistryRepository;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
      if (fetch(repository, failures, stopped)) {
        stored = true;
        progress.stored();
        return;
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

  /**
   * Whether the layer came from here. What breaks off is asked for again by the blob's own stream;
   * only wrong content, which may come of a broken cache, is worth another try.
   */
  private boolean fetch(
      RegistryRepository repository, EndpointFailures failures, BooleanSupplier stopped) {
    for (int attempt = 1; attempt <= limits.attempts(); attempt++) {
      AtomicBoolean opened = new AtomicBoolean();
      try {
        if (attempt(repository, stopped, opened)) {
          return true;
        }
      } catch (FailedPrecondition e) {
        failures.add(e, repository.endpoint());
        if (!opened.get()) {
          return false;
        }
      } catch (Unavailable | NotFound | DeadlineExceeded e) {
        failures.add(e, repository.endpoint());
        return false;
      }
      rest();
    }
    return false;
  }

  /** Whether the layer is stored; not when another pull that led its fetch was given up. */
  private boolean attempt(
      RegistryRepository repository, BooleanSupplier stopped, AtomicBoolean opened) {
    progress.fetching();
    AtomicReference<Optional<IOException>> broken = new AtomicReference<>(Optional.empty());
    try {
      destination.ensure(
          layer,
          diffId,
          () -> {
            InputStream blob = repository.open(layer);
            opened.set(true);
            return new WatchedBlob(blob, progress, broken);
          });
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
