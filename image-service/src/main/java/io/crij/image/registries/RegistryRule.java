package io.crij.image.registries;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A {@code [[registry]]} table.
 *
 * @param location where the images really are; empty means at the name itself
 * @param file that says so
 */
record RegistryRule(
    RegistryLocation prefix,
    Optional<RegistryLocation> location,
    boolean insecure,
    boolean blocked,
    List<Mirror> mirrors,
    Path file) {

  RegistryRule {
    mirrors = List.copyOf(mirrors);
  }
}
