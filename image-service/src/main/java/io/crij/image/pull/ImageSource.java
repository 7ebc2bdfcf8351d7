package io.crij.image.pull;

import io.crij.image.registry.RegistryRepository;
import java.util.List;

/**
 * An image that was found at a registry.
 *
 * @param repositories where its blobs may be fetched: the one that had the manifest, then the rest
 */
record ImageSource(PulledImage image, List<RegistryRepository> repositories) {
  ImageSource {
    repositories = List.copyOf(repositories);
  }
}
