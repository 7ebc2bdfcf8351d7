package io.crij.image.pull;

import io.crij.image.manifest.ImageConfig;
import io.crij.image.manifest.ImageManifest;
import io.crij.image.reference.Digest;
import io.crij.image.reference.ImageReference;
import io.crij.image.registry.ServedManifest;

/**
 * An image as a registry served it, verified down to its configuration.
 *
 * @param reference under which it was asked for; mirrors are invisible
 * @param top what the reference names: an index, or the manifest itself
 * @param chosen the manifest that runs here
 */
public record PulledImage(
    ImageReference reference,
    ServedManifest top,
    ServedManifest chosen,
    ImageManifest manifest,
    ImageConfig config) {

  /** The image's id everywhere: the digest of its configuration; of its manifest if an artifact. */
  public Digest id() {
    return config.id();
  }

  /** What RepoDigests shows: the digest that the reference resolved to. */
  public Digest resolved() {
    return top.digest();
  }
}
