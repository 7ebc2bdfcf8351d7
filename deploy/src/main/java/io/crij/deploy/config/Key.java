package io.crij.deploy.config;

import java.util.Optional;

/**
 * One key of the configuration.
 *
 * @param name with its tables: {@code crij.runtime.conmon}
 * @param standard the value when nobody sets it
 * @param flag of the command line that sets it too: {@code --root}
 * @param meaning one or two sentences for the operator
 */
record Key<T>(String name, ValueType<T> type, T standard, Optional<String> flag, String meaning) {

  /** The table that the key stands in: {@code crij.runtime}. */
  String table() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** The name within its table. */
  String leaf() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
