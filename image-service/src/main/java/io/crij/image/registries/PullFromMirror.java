package io.crij.image.registries;

import io.crij.image.reference.ImageReference;
import java.util.Optional;

/** Which references a mirror serves ({@code pull-from-mirror} of registries.conf). */
enum PullFromMirror {
  ALL("all"),
  DIGEST_ONLY("digest-only"),
  TAG_ONLY("tag-only");

  private final String key;

  PullFromMirror(String key) {
    this.key = key;
  }

  static Optional<PullFromMirror> of(String key) {
    for (PullFromMirror value : values()) {
      if (value.key.equals(key)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  boolean serves(ImageReference reference) {
    return switch (this) {
      case ALL -> true;
      case DIGEST_ONLY -> reference.digest().isPresent();
      case TAG_ONLY -> reference.digest().isEmpty();
    };
  }
}
