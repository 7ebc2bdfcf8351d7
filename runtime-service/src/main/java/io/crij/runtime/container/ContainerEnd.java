package io.crij.runtime.container;

import io.crij.oci.monitor.ContainerExit;
import java.time.Instant;
import java.util.Optional;

/**
 * How a container ended, as CRI {@code ContainerStatus} shows it.
 *
 * @param code exit code; 128 and a signal's number for a container that was killed
 * @param reason one word, "Completed" or "OOMKilled"
 * @param message a sentence for people; empty when the reason says it all
 */
public record ContainerEnd(int code, Instant finishedAt, String reason, String message) {
  static final int UNKNOWN = 255;
  private static final int NOT_STARTED = 128;

  static ContainerEnd of(ContainerExit exit) {
    if (exit.oomKilled() && exit.code() != 0) {
      return new ContainerEnd(exit.code(), exit.finishedAt(), "OOMKilled", "");
    }
    Optional<String> why = exit.reason();
    return new ContainerEnd(
        exit.code(), exit.finishedAt(), why.orElse(exit.code() == 0 ? "Completed" : "Error"), "");
  }

  static ContainerEnd notStarted(Instant when, String why) {
    return new ContainerEnd(NOT_STARTED, when, "StartError", why);
  }

  static ContainerEnd lost(Instant when, String reason, String why) {
    return new ContainerEnd(UNKNOWN, when, reason, why);
  }
}
