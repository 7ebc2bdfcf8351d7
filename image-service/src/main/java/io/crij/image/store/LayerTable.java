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
 * Which layers, or blobs of artifacts, there are and what keeps each: owners (images, root file
 * systems) and running pulls. In memory only; no call waits for anything.
 *
 * @param <T> what is stored
 */
final class LayerTable<T> {
  private final Map<Digest, T> stored = new HashMap<>();
  private final Map<String, List<Digest>> owners = new HashMap<>();

  /** How often running pulls have asked for a layer. */
  private final Map<Digest, Integer> asked = new HashMap<>();

  /** Until when a layer waits for the retry of a pull that failed. */
  private final Map<Digest, Instant> waiting = new HashMap<>();

  synchronized void add(Digest diffId, T layer) {
    stored.put(diffId, layer);
  }

  synchronized Optional<T> get(Digest diffId) {
    return Optional.ofNullable(stored.get(diffId));
  }

  synchronized List<T> all() {
    return List.copyOf(stored.values());
  }

  /** The layer, kept for a pull until that ends. */
  synchronized Optional<T> ask(Digest diffId) {
    Optional<T> layer = get(diffId);
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
  synchronized Optional<List<T>> keep(String owner, List<Digest> diffIds) {
    List<T> layers = new ArrayList<>();
    for (Digest diffId : diffIds) {
      Optional<T> layer = get(diffId);
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

  /** Whether an owner has this layer, stored or not. */
  synchronized boolean isKept(Digest diffId) {
    return owners.values().stream().anyMatch(kept -> kept.contains(diffId));
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

  /** Takes a layer out, whatever keeps it. */
  synchronized Optional<T> take(Digest diffId) {
    return Optional.ofNullable(stored.remove(diffId));
  }

  /** Layers that nothing would keep without these owners. */
  synchronized List<T> unusedWithout(Set<String> gone, Instant now) {
    Set<Digest> kept = new HashSet<>(asked.keySet());
    owners.forEach(
        (owner, diffIds) -> kept.addAll(gone.contains(owner) ? List.<Digest>of() : diffIds));
    waiting.forEach(
        (diffId, until) -> kept.addAll(until.isAfter(now) ? List.of(diffId) : List.<Digest>of()));
    return stored.entrySet().stream()
        .filter(layer -> !kept.contains(layer.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Takes a layer out, if still nothing keeps it. */
  synchronized Optional<T> takeUnused(Digest diffId, Instant now) {
    return unused(now).contains(diffId)
        ? Optional.ofNullable(stored.remove(diffId))
        : Optional.empty();
  }
}
