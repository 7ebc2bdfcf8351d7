package io.crij.runtime.container;

import io.crij.operations.id.IdIndex;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** All containers by id; reads take no lock. */
final class ContainerTable {
  private final Map<String, ContainerEntry> entries = new ConcurrentHashMap<>();
  private final AtomicReference<ContainerListener> listener = new AtomicReference<>((_, _) -> {});
  private final IdIndex ids = new IdIndex();

  void add(ContainerEntry entry) {
    entry.tell(new ContainerNews(listener));
    entries.put(entry.id(), entry);
    ids.add(entry.id());
  }

  void listen(ContainerListener next) {
    listener.set(next);
  }

  void remove(ContainerEntry entry) {
    ids.remove(entry.id());
    entries.remove(entry.id(), entry);
  }

  /**
   * Any container, shown or not.
   *
   * @throws io.crij.operations.failure.InvalidArgument for an empty or an ambiguous prefix
   */
  Optional<ContainerEntry> find(String idOrPrefix) {
    return ids.find(idOrPrefix).flatMap(id -> Optional.ofNullable(entries.get(id)));
  }

  List<ContainerEntry> in(String sandboxId) {
    return all().filter(entry -> entry.now().sandboxId().equals(sandboxId)).toList();
  }

  Stream<ContainerEntry> all() {
    return entries.values().stream();
  }

  /** Those that CRI shows, oldest first. */
  List<Container> visible() {
    return all()
        .map(ContainerEntry::now)
        .filter(Container::isVisible)
        .sorted(Comparator.comparing(Container::createdAt))
        .toList();
  }
}
