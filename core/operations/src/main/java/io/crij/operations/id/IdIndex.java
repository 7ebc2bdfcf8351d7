package io.crij.operations.id;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;

/** Finds a full id by a prefix that fits only one, as crictl users type it. Thread-safe. */
public final class IdIndex {
  private final NavigableSet<String> ids = new ConcurrentSkipListSet<>();

  public void add(String id) {
    ids.add(id);
  }

  public void remove(String id) {
    ids.remove(id);
  }

  /**
   * The id that equals the text or, alone, begins with it.
   *
   * @throws io.crij.operations.failure.InvalidArgument when the text is empty or several ids begin
   *     with it
   */
  public Optional<String> find(String prefix) {
    if (prefix.isEmpty()) {
      throw Unknown.empty();
    }
    List<String> found =
        ids.tailSet(prefix).stream().takeWhile(id -> id.startsWith(prefix)).limit(2).toList();
    if (found.size() > 1 && !found.getFirst().equals(prefix)) {
      throw Unknown.ambiguous(prefix);
    }
    return found.stream().findFirst();
  }
}
