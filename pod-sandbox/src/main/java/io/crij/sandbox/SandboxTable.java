package io.crij.sandbox;

import io.crij.operations.id.IdIndex;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** All sandboxes in memory; reads neither lock nor wait. */
final class SandboxTable {
  private final Map<String, SandboxEntry> byId = new ConcurrentHashMap<>();
  private final Map<String, SandboxEntry> byMetadata = new ConcurrentHashMap<>();
  private final AtomicReference<SandboxListener> listener = new AtomicReference<>((_, _) -> {});
  private final IdIndex ids = new IdIndex();

  /** The newest one has the metadata; an older one with the same is stopped and still listed. */
  void add(SandboxEntry entry) {
    entry.tell(listener);
    byId.put(entry.id(), entry);
    byMetadata.merge(
        key(entry),
        entry,
        (one, two) -> one.record().createdAt().isAfter(two.record().createdAt()) ? one : two);
    ids.add(entry.id());
  }

  void listen(SandboxListener next) {
    listener.set(next);
  }

  void remove(SandboxEntry entry) {
    ids.remove(entry.id());
    byMetadata.remove(key(entry), entry);
    byId.remove(entry.id(), entry);
  }

  Optional<SandboxEntry> find(String idOrPrefix) {
    return ids.find(idOrPrefix).map(byId::get);
  }

  boolean has(String id) {
    return byId.containsKey(id);
  }

  Optional<Sandbox> ready(SandboxMetadata metadata) {
    return Optional.ofNullable(byMetadata.get(metadata.key()))
        .map(SandboxEntry::snapshot)
        .filter(sandbox -> sandbox.state().isReady());
  }

  List<SandboxEntry> entries() {
    return byId.values().stream()
        .sorted(
            Comparator.comparing((SandboxEntry entry) -> entry.record().createdAt())
                .thenComparing(SandboxEntry::id))
        .toList();
  }

  private static String key(SandboxEntry entry) {
    return entry.record().config().metadata().key();
  }
}
