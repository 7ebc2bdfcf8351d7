package io.crij.e2e.bench;

import java.util.List;
import java.util.Locale;

/**
 * A table of times, one line for each call; with several runtimes also the ratio of the first one's
 * median to that of each other.
 */
final class TimesTable {
  private TimesTable() {}

  static String of(List<Times> all) {
    StringBuilder table = new StringBuilder("%-26s".formatted("milliseconds"));
    for (Times times : all) {
      table.append(" %32s".formatted(times.runtime() + " p50 / p90 / p99"));
    }
    table.append(all.size() > 1 ? "  ratio\n" : "\n");
    for (String call : all.getFirst().calls()) {
      table.append("%-26s".formatted(call));
      for (Times times : all) {
        table.append(" %32s".formatted(line(times, call)));
      }
      for (Times other : all.subList(1, all.size())) {
        double ratio = all.getFirst().percentile(call, 50) / other.percentile(call, 50);
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
