package io.crij.image.store;

import io.crij.image.reference.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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

  /** How often running pulls have asked for a layer. */
  private final Map<Digest, Integer> asked = new HashMap<>();

  /** Until when a layer waits for the retry of a pull that failed. */
  private final Map<Digest, Instant> waiting = new HashMap<>();

  synchronized void add(StoredLayer layer) {
    stored.put(layer.diffId(), layer);
  }

  synchronized Optional<StoredLayer> get(Digest diffId) {
    return Optional.ofNullable(stored.get(diffId));
  }

  synchronized List<StoredLayer> all() {
    return List.copyOf(stored.values());
  }

  /** The layer, kept for a pull until that ends. */
  synchronized Optional<StoredLayer> ask(Digest diffId) {
    Optional<StoredLayer> layer = get(diffId);
    layer.ifPresent(_ -> asked.merge(diffId, 1, Integer::sum));
    return layer;
  }

  /** A pull has an owner for these layers now; each as often as it asked. */
  synchronized void answered(Collection<Digest> diffIds) {
    diffIds.forEach(this::unask);
    waiting.keySet().removeAll(Set.copyOf(diffIds));
  }

  /** A pull has failed; these layers, each as often as it asked, wait for its retry. */
  synchronized void givenUp(Collection<Digest> diffIds, Instant until) {
    diffIds.forEach(this::unask);
    diffIds.forEach(diffId -> waiting.put(diffId, until));
  }

  private void unask(Digest diffId) {
    asked.computeIfPresent(diffId, (_, count) -> count == 1 ? null : count - 1);
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

  /** The layers of each owner, from the base up. */
  synchronized List<List<Digest>> kept() {
    return List.copyOf(owners.values());
  }

  /** Layers that nothing keeps. */
  synchronized List<Digest> unused(Instant now) {
    Set<Digest> kept = new HashSet<>();
    owners.values().forEach(kept::addAll);
    waiting.values().removeIf(until -> !until.isAfter(now));
    kept.addAll(asked.keySet());
    kept.addAll(waiting.keySet());
    return stored.keySet().stream().filter(diffId -> !kept.contains(diffId)).toList();
  }

  /** Takes a layer out, if still nothing keeps it. */
  synchronized Optional<StoredLayer> takeUnused(Digest diffId, Instant now) {
    return unused(now).contains(diffId)
        ? Optional.ofNullable(stored.remove(diffId))
        : Optional.empty();
  }
}
