package io.crij.runtime.spec;

import io.crij.cri.v1.Signal;
import io.crij.linux.process.Signals;
import io.crij.operations.failure.InvalidArgument;
import java.util.Optional;

/**
 * The kernel's number of the signal that stops a container. CRI counts signals in an order of its
 * own, so it is the name that counts: "SIGNAL_SIGRTMINPLUS3".
 */
final class StopSignals {
  private static final String PREFIX = "SIGNAL_";

  private StopSignals() {}

  static int of(Signal requested, Optional<String> image) {
    return switch (requested) {
      case SIGNAL_RUNTIME_DEFAULT -> image.map(StopSignals::ofImage).orElse(Signals.SIGTERM);
      case UNRECOGNIZED ->
          throw new InvalidArgument("stop_signal has a value that is not known", "Use a Signal.");
      default ->
          Signals.number(
                  requested
                      .name()
                      .substring(PREFIX.length())
                      .replace("PLUS", "+")
                      .replace("MINUS", "-"))
              .orElseThrow();
    };
  }

  private static int ofImage(String text) {
    return Signals.number(text)
        .orElseThrow(
            () ->
                new Field("STOPSIGNAL of the image", text)
                    .wrong("is no signal", "Set stop_signal of the container."));
  }
}
