package io.crij.runtime.rpc;

import io.crij.cri.v1.Signal;
import io.crij.linux.process.Signals;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Signals as CRI numbers them, which is not how the kernel does. */
final class CriSignals {
  private static final Map<Integer, Signal> BY_NUMBER =
      Arrays.stream(Signal.values())
          .filter(signal -> number(signal).isPresent())
          .collect(
              Collectors.toMap(
                  signal -> number(signal).getAsInt(),
                  Function.identity(),
                  // Two names of one signal: the one that the kernel's documents use.
                  (one, two) ->
                      two.name().contains("CLD") || two.name().contains("POLL") ? one : two));

  private CriSignals() {}

  /** The signal with the kernel's number; RUNTIME_DEFAULT for one that CRI has no name for. */
  static Signal of(int number) {
    return BY_NUMBER.getOrDefault(number, Signal.SIGNAL_RUNTIME_DEFAULT);
  }

  private static OptionalInt number(Signal signal) {
    String name = signal.name();
    return name.startsWith("SIGNAL_SIG")
        ? Signals.number(
            name.substring("SIGNAL_".length()).replace("PLUS", "+").replace("MINUS", "-"))
        : OptionalInt.empty();
  }
}
