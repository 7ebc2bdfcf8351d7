package io.crij.deploy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The keys of one runtime handler, {@code [crij.runtime.runtimes.NAME]}. The name is the handler of
 * a RuntimeClass, and so a DNS label.
 */
record HandlerKeys(String handler) {
  /** The table that holds a table for each handler. */
  static final String TABLE = "crij.runtime.runtimes";

  /** Handlers that exist without being configured. */
  static final List<String> STANDARD = List.of("crun", "runc");

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  static boolean isHandlerName(String name) {
    return NAME.matcher(name).matches();
  }

  Key<Optional<Path>> path() {
    return new Key<>(
        TABLE + "." + handler + ".runtime_path",
        ValueTypes.OPTIONAL_PATH,
        Optional.empty(),
        Optional.empty(),
        "The OCI runtime program. Empty: NAME, looked for in the directories of programs.");
  }

  Key<Optional<Path>> root() {
    return new Key<>(
        TABLE + "." + handler + ".runtime_root",
        ValueTypes.OPTIONAL_PATH,
        Optional.empty(),
        Optional.empty(),
        "Where the runtime keeps its state. Empty: RUNROOT/runtimes/NAME.");
  }

  List<Key<?>> all() {
    return List.of(path(), root());
  }
}
