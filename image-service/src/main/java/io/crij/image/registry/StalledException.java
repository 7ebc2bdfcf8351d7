package io.crij.image.registry;

import java.io.IOException;
import java.time.Duration;

/** A body that stopped coming, or comes so slowly that it might as well. */
final class StalledException extends IOException {
  StalledException(Duration stall, long received) {
    super("next to nothing came for " + stall.toSeconds() + " s, after " + received + " bytes");
  }
}
