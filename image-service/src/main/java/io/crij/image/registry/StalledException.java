package io.crij.image.registry;

import java.io.IOException;
import java.time.Duration;

/** A body that stopped coming. */
final class StalledException extends IOException {
  StalledException(Duration stall, long received) {
    super("no byte came for " + stall.toSeconds() + " s, after " + received + " bytes");
  }
}
