package io.crij.deploy.logging;

import java.util.logging.LogManager;

/**
 * A log manager that logs to the end: the standard one takes all handlers away as soon as the
 * virtual machine begins to end, while the daemon still stops its parts and has things to say.
 */
public final class KeptLogManager extends LogManager {
  @Override
  public void reset() {
    // Kept; Logging replaces the handlers itself.
  }
}
