package io.crij.oci.runtime;

import java.util.List;
import java.util.Optional;

/**
 * A configured handler as Status shows it.
 *
 * @param reason why it is not usable
 * @param facts of a usable one
 */
public record HandlerView(
    String name,
    boolean usable,
    Optional<String> reason,
    Optional<RuntimeFacts> facts,
    List<String> warnings) {
  public HandlerView {
    warnings = List.copyOf(warnings);
  }
}
