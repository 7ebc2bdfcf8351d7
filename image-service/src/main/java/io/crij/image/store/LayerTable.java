package io.crij.image.store;

import io.crij.image.reference.Digest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which layers there are and what keeps each: owners (images, root file systems) and running pulls.
 * In memory only; no call waits for anything.
 */
final class LayerTable {
  private final Map<Digest, StoredLayer> stored = new HashMap<>();
  private final Map<String, List<Digest>> owners = new HashMap<>();

  /** One for each pull that asked for the layer and has not committed: when that stops counting. */
  private final Map<Digest, Deque<Instant>> asked = new HashMap<>();

  synchronized void add(StoredLayer layer) {
    stored.put(layer.diffId(), layer);
  }

  synchronized Optional<StoredLayer> get(Digest diffId) {
    return Optional.ofNullable(stored.get(diffId));
  }

  synchronized List<StoredLayer> all() {
    return List.copyOf(stored.values());
  }

  /** The layer, kept for a pull until then. */
  synchronized Optional<StoredLayer> ask(Digest diffId, Instant until) {
    Optional<StoredLayer> layer = get(diffId);
    layer.ifPresent(_ -> asked.computeIfAbsent(diffId, _ -> new ArrayDeque<>()).add(until));
    return layer;
  }

  /** A pull is over, as far as it asked for these; once for each time it did. */
  synchronized void answered(Collection<Digest> diffIds) {
    for (Digest diffId : diffIds) {
      asked.computeIfPresent(
          diffId,
          (_, times) -> {
            times.poll();
            return times.isEmpty() ? null : times;
          });
    }
  }

  /**
   * Keeps layers for an owner, in the place of those it kept before.
   *
   * @return the layers in the order given; empty, with nothing changed, when one is absent
   */
  synchronized Optional<List<StoredLayer>> keep(String owner, List<Digest> diffIds) {
    List<StoredLayer> layers = new ArrayList<>();
    for (Digest diffId : diffIds) {
      Optional<StoredLayer> layer = get(diffId);
      if (layer.isEmpty()) {
        return Optional.empty();
      }
      layers.add(layer.get());
    }
    owners.put(owner, List.copyOf(diffIds));
    return Optional.of(layers);
  }

  synchronized void release(String owner) {
    owners.remove(owner);
  }

  /** Layers that nothing keeps. */
  synchronized List<Digest> unused(Instant now) {
    Set<Digest> kept = new HashSet<>();
    owners.values().forEach(kept::addAll);
    asked.values().forEach(times -> times.removeIf(until -> !until.isAfter(now)));
    asked.values().removeIf(Deque::isEmpty);
    kept.addAll(asked.keySet());
    return stored.keySet().stream().filter(diffId -> !kept.contains(diffId)).toList();
  }

  /** Takes a layer out, if still nothing keeps it. */
  synchronized Optional<StoredLayer> takeUnused(Digest diffId, Instant now) {
    return unused(now).contains(diffId)
        ? Optional.ofNullable(stored.remove(diffId))
        : Optional.empty();
  }
}
