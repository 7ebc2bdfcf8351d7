package io.crij.operations.id;

import io.crij.operations.failure.InvalidArgument;
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
   * @throws InvalidArgument when the text is empty or several ids begin with it
   */
  public Optional<String> find(String prefix) {
    if (prefix.isEmpty()) {
      throw new InvalidArgument("the id is empty", "Give an id or the beginning of one.");
    }
    List<String> found =
        ids.tailSet(prefix).stream().takeWhile(id -> id.startsWith(prefix)).limit(2).toList();
    if (found.size() > 1 && !found.getFirst().equals(prefix)) {
      throw new InvalidArgument(
          "several ids begin with \"" + prefix + "\"", "Give more characters of the id.");
    }
    return found.stream().findFirst();
  }
}
