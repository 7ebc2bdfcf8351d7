package io.crij.image.rpc;

import io.crij.cri.v1.ImageSpec;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.function.Predicate;

/** Whether an image is named as CRI wants it. */
final class SpecCheck {
  private final Predicate<String> knownHandler;

  /**
   * @param knownHandler whether a runtime handler of this name is configured
   */
  SpecCheck(Predicate<String> knownHandler) {
    this.knownHandler = knownHandler;
  }

  /** What the spec names, which may be nothing when it is a filter's. */
  String optional(ImageSpec spec) {
    String handler = spec.getRuntimeHandler();
    if (!handler.isEmpty() && !knownHandler.test(handler)) {
      throw new InvalidArgument(
          "image "
              + PlainText.of(spec.getImage())
              + " is asked for with the runtime handler "
              + PlainText.quoted(handler)
              + ", which is not configured",
          "Correct the pod's RuntimeClass, or configure the handler.");
    }
    return spec.getImage();
  }

  String required(String rpc, ImageSpec spec) {
    String image = optional(spec);
    if (image.isEmpty()) {
      throw new InvalidArgument(rpc + " names no image", "Set image.image.");
    }
    return image;
  }
}
