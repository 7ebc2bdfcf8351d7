package io.crij.image.registries;

import io.crij.image.reference.ImageReference;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One place to ask for an image.
 *
 * @param target the image's name at that place
 * @param insecure whether TLS may go unverified and plain HTTP may stand in for it
 * @param mirror whether it is a mirror and not the image's own registry
 * @param because the file that names it; empty for the default
 */
public record Endpoint(
    ImageReference target,
    boolean insecure,
    boolean mirror,
    Optional<Path> because,
    EndpointAccess access) {

  /** An endpoint that is reached in the usual way. */
  public Endpoint(ImageReference target, boolean insecure, boolean mirror, Optional<Path> because) {
    this(target, insecure, mirror, because, EndpointAccess.USUAL);
  }

  /** Host with optional port. */
  public String host() {
    return target.registry();
  }

  public String repository() {
    return target.repository();
  }

  @Override
  public String toString() {
    return (mirror ? "mirror " : "registry ") + target.name();
  }
}
