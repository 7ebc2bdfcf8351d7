package io.crij.image.archive;

import io.crij.operations.failure.InvalidArgument;

/** The failures of archives that hold no image, or a broken one. */
final class BadArchive {
  private static final String ADVICE = "Make the archive again, with skopeo, podman or docker.";

  private BadArchive() {}

  static InvalidArgument because(String why) {
    return new InvalidArgument("the archive is refused: " + why, ADVICE);
  }

  static InvalidArgument because(String why, Throwable cause) {
    return new InvalidArgument("the archive is refused: " + why, ADVICE, cause);
  }
}
