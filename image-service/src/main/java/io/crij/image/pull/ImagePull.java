package io.crij.image.pull;

import io.crij.image.reference.Digest;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.ResourceExhausted;
import io.crij.operations.operation.CancelHook;
import io.crij.operations.step.Action;
import io.crij.operations.step.CancelInterrupt;
import io.crij.operations.step.Step;
import io.crij.operations.step.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** One running pull: its three steps and what one hands to the next. */
final class ImagePull {
  private final PullRequest request;
  private final PullProgress progress;
  private final PullParts parts;
  private final AtomicReference<List<LayerFetch>> fetched = new AtomicReference<>(List.of());
  private volatile Optional<ImageSource> source = Optional.empty();
  private volatile boolean full;

  ImagePull(PullRequest request, PullProgress progress, PullParts parts) {
    this.request = request;
    this.progress = progress;
    this.parts = parts;
  }

  /**
   * Resolve, layers, commit. Layers that were verified wait a while after a failure, since a retry
   * may take them.
   */
  List<Step> steps() {
    PullLimits limits = parts.limits();
    return List.of(
        Step.of("resolve", limits.resolve(), this::resolve, Action.NOTHING),
        Step.of("layers", limits.layers(), this::fetchLayers, _ -> giveUp()),
        Step.of("commit", limits.commit(), this::commit, Action.NOTHING));
  }

  /** The image's id, once the steps are done. */
  Digest id() {
    return image().id();
  }

  private void resolve(StepContext context) throws Exception {
    try (CancelInterrupt _ = CancelInterrupt.of(context)) {
      source = Optional.of(parts.resolver().resolve(request));
    }
  }

  private void fetchLayers(StepContext context) throws Exception {
    List<LayerProgress> layers = progress.start(image().manifest().layers());
    List<Digest> diffIds = image().config().diffIds();
    List<LayerFetch> fetches = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      fetches.add(
          new LayerFetch(
              layers.get(i),
              diffIds.get(i),
              source.orElseThrow().repositories(),
              destination(),
              parts.limits(),
              parts.pause()));
    }
    fetched.set(List.copyOf(fetches));
    LayerWorkers workers = new LayerWorkers(fetches);
    try (CancelHook _ = context.onCancel(workers::stop)) {
      workers.run(parts.pool(), parts.limits().layersAtOnce());
    } catch (ResourceExhausted e) {
      full = true;
      throw e;
    }
    context.checkCancelled();
  }

  private void commit(StepContext context) {
    parts.images().commit(image());
    fetched.set(List.of());
  }

  private void giveUp() {
    List<Digest> stored =
        fetched.getAndSet(List.of()).stream().flatMap(LayerFetch::stored).toList();
    if (source.isPresent()) {
      destination().givenUp(stored, full);
    }
  }

  private LayerDestination destination() {
    return image().manifest().isArtifact() ? parts.blobs() : parts.layers();
  }

  private PulledImage image() {
    return source
        .map(ImageSource::image)
        .orElseThrow(
            () -> new Cancelled("image " + request.image() + " was not resolved", "Pull again."));
  }
}
