package io.crij.deploy.config;

import java.util.List;
import java.util.Optional;

/**
 * A flag of the command line that sets a key.
 *
 * @param name with its dashes
 * @param value what follows it: "absolute path"
 * @param meaning for the help text
 */
public record FlagDescription(String name, String value, String meaning) {
  /** All of them, in the order of the table of keys. */
  public static List<FlagDescription> all() {
    return Keys.ALL.stream().map(FlagDescription::of).flatMap(Optional::stream).toList();
  }

  private static <T> Optional<FlagDescription> of(Key<T> key) {
    return key.flag()
        .map(
            flag ->
                new FlagDescription(
                    flag,
                    "<" + key.type().describe() + ">",
                    key.meaning() + " Default: " + key.type().toToml(key.standard())));
  }
}
