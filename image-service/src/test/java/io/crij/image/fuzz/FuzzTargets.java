package io.crij.image.fuzz;

import io.crij.image.archive.ArchiveFuzz;
import io.crij.image.layer.LayerFuzz;
import io.crij.image.layer.LayerRecordsFuzz;
import io.crij.image.manifest.ManifestFuzz;
import io.crij.image.reference.ReferenceFuzz;
import io.crij.image.registries.RegistriesFuzz;
import io.crij.image.registry.RegistryFuzz;
import io.crij.image.trust.TrustFuzz;
import java.util.List;
import java.util.stream.Stream;

/** All readers of what others wrote. */
final class FuzzTargets {
  private FuzzTargets() {}

  static List<FuzzTarget> all() {
    return Stream.of(
            ReferenceFuzz.targets(),
            ManifestFuzz.targets(),
            RegistriesFuzz.targets(),
            RegistryFuzz.targets(),
            TrustFuzz.targets(),
            LayerRecordsFuzz.targets(),
            LayerFuzz.targets(),
            ArchiveFuzz.targets())
        .flatMap(List::stream)
        .toList();
  }

  static FuzzTarget named(String name) {
    return all().stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no target has the name " + name));
  }
}
