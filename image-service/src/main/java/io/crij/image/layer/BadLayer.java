package io.crij.image.layer;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.ResourceExhausted;

/** The failures of hostile or broken layers. */
final class BadLayer {
  private BadLayer() {}

  static InvalidArgument malformed(String what) {
    return new InvalidArgument(
        "the layer's tar stream is refused: " + what, "Rebuild the image and push it again.");
  }

  static InvalidArgument malformed(String what, Throwable cause) {
    return new InvalidArgument(
        "the layer's tar stream is refused: " + what,
        "Rebuild the image and push it again.",
        cause);
  }

  static ResourceExhausted tooMuch(String what, long limit) {
    return new ResourceExhausted(
        "the layer is refused: it has more than " + limit + " " + what,
        "Use a smaller image, if it is not a hostile one.");
  }
}
