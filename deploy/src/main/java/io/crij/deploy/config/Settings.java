package io.crij.deploy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The value of every key, and where it comes from. Later values replace earlier ones. */
public final class Settings {
  private record Setting(Object value, Origin origin) {}

  private final Map<String, Setting> explicit = new TreeMap<>();
  private final TreeSet<String> handlers = new TreeSet<>(HandlerKeys.STANDARD);

  <T> void set(Key<T> key, T value, Origin origin) {
    explicit.put(key.name(), new Setting(value, origin));
  }

  void addHandler(String name) {
    handlers.add(name);
  }

  /** The names of all runtime handlers, in order. */
  List<String> handlers() {
    return List.copyOf(handlers);
  }

  @SuppressWarnings("unchecked") // set() took a T for this key, and names are unique
  <T> T get(Key<T> key) {
    Setting setting = explicit.get(key.name());
    return setting == null ? key.standard() : (T) setting.value();
  }

  Origin origin(Key<?> key) {
    Setting setting = explicit.get(key.name());
    return setting == null ? new Origin.Default() : setting.origin();
  }

  boolean isExplicit(Key<?> key) {
    return explicit.containsKey(key.name());
  }

  /** Every key that has a value, those of each handler included, table by table. */
  List<Key<?>> keys() {
    List<Key<?>> keys = new ArrayList<>();
    for (Key<?> key : Keys.ALL) {
      keys.add(key);
    }
    int end = lastOf("crij.runtime", keys) + 1;
    for (String handler : handlers.descendingSet()) {
      keys.addAll(end, new HandlerKeys(handler).all());
    }
    return keys;
  }

  private static int lastOf(String table, List<Key<?>> keys) {
    int last = -1;
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).table().equals(table)) {
        last = i;
      }
    }
    return last;
  }
}
