package io.crij.deploy.config;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the values of a key look like, in TOML and as words of a flag. */
interface ValueType<T> {
  /** For sentences and tables: "absolute path". */
  String describe();

  /**
   * @throws BadValue when the node is of another type, or not a value that the key can have
   */
  T fromToml(JsonNode node);

  /**
   * @param words what followed the flag, once for each time it was given
   * @throws BadValue when they are no such value
   */
  T fromFlag(List<String> words);

  String toToml(T value);
}
