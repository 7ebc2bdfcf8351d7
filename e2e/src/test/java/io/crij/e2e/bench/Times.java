package io.crij.e2e.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How long the calls of one runtime took, by name of the call, in nanoseconds. */
final class Times {
  private final String runtime;
  private final Map<String, List<Long>> taken = new LinkedHashMap<>();

  Times(String runtime) {
    this.runtime = runtime;
  }

  String runtime() {
    return runtime;
  }

  List<String> calls() {
    return List.copyOf(taken.keySet());
  }

  <T> T measure(String call, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    add(call, System.nanoTime() - start);
    return result;
  }

  void add(String call, long nanos) {
    taken.computeIfAbsent(call, _ -> new ArrayList<>()).add(nanos);
  }

  /** In milliseconds; the smallest value that so many percent do not exceed. */
  double percentile(String call, int percent) {
    List<Long> sorted = taken.get(call).stream().sorted().toList();
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(0, rank - 1)) / 1e6;
  }
}
