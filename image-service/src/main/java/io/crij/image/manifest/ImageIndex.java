package io.crij.image.manifest;

import io.crij.image.reference.Platform;
import io.crij.operations.failure.NotFound;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An OCI image index or a Docker manifest list: one manifest per platform. */
public record ImageIndex(String mediaType, List<Descriptor> manifests) implements ManifestDocument {
  private static final int NAMED_PLATFORMS = 12;

  public ImageIndex {
    manifests = List.copyOf(manifests);
  }

  /**
   * The manifest that runs best on a platform; the first of equals.
   *
   * @throws NotFound when none does
   */
  public Descriptor choose(Platform host) {
    return manifests.stream()
        .filter(m -> rank(host, m).isPresent())
        .min(Comparator.comparing(m -> rank(host, m).orElseThrow()))
        .orElseThrow(() -> none(host));
  }

  // An entry without a platform runs anywhere, but only when nothing says so expressly.
  private static Optional<Integer> rank(Platform host, Descriptor manifest) {
    return manifest.platform().isPresent()
        ? host.rank(manifest.platform().get())
        : Optional.of(Integer.MAX_VALUE);
  }

  private NotFound none(Platform host) {
    String offered =
        manifests.stream()
            .flatMap(m -> m.platform().stream())
            .map(Platform::toString)
            .distinct()
            .limit(NAMED_PLATFORMS)
            .collect(Collectors.joining(", "));
    return new NotFound(
        "the image has no variant for " + host + " (it has: " + offered + ")",
        "Use an image that is built for this node's platform.");
  }
}
