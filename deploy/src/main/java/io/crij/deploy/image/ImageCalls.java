package io.crij.deploy.image;

import java.time.Duration;

/** Deadlines of calls to the daemon. */
final class ImageCalls {
  /** For what is answered from memory. */
  static final Duration SHORT = Duration.ofSeconds(10);

  private ImageCalls() {}
}
