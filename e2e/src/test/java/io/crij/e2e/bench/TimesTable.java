package io.crij.e2e.bench;

import java.util.List;
import java.util.Locale;

/** A table of times, one line for each call; with two runtimes also the ratio of the medians. */
final class TimesTable {
  private TimesTable() {}

  static String of(List<Times> all) {
    StringBuilder table = new StringBuilder("%-18s".formatted("milliseconds"));
    for (Times times : all) {
      table.append(" %26s".formatted(times.runtime() + " p50 / p90 / p99"));
    }
    table.append(all.size() == 2 ? "  ratio\n" : "\n");
    for (String call : all.getFirst().calls()) {
      table.append("%-18s".formatted(call));
      for (Times times : all) {
        table.append(" %26s".formatted(line(times, call)));
      }
      if (all.size() == 2) {
        double ratio = all.getFirst().percentile(call, 50) / all.getLast().percentile(call, 50);
        table.append(String.format(Locale.ROOT, "  %5.2f", ratio));
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String line(Times times, String call) {
    return String.format(
        Locale.ROOT,
        "%.1f / %.1f / %.1f",
        times.percentile(call, 50),
        times.percentile(call, 90),
        times.percentile(call, 99));
  }
}
