package io.crij.runtime.rpc;

import io.crij.cri.v1.Signal;
import io.crij.linux.process.Signals;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Signals as CRI numbers them, which is not how the kernel does. */
final class CriSignals {
  /** Second names of signals that have a better known one. */
  private static final Set<String> ALIASES =
      Set.of("SIGNAL_SIGCLD", "SIGNAL_SIGIOT", "SIGNAL_SIGPOLL");

  private static final Map<Integer, Signal> BY_NUMBER =
      Arrays.stream(Signal.values())
          .filter(signal -> !ALIASES.contains(signal.name()) && number(signal).isPresent())
          .collect(Collectors.toMap(signal -> number(signal).getAsInt(), Function.identity()));

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
