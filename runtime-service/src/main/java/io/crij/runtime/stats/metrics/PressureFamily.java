package io.crij.runtime.stats.metrics;

import io.crij.linux.usage.GroupUsage;
import io.crij.linux.usage.Pressure;
import io.crij.linux.usage.PressureKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How long tasks waited for processors, memory and disks. */
record PressureFamily(GroupUsage usage) implements MetricFamily {

  @Override
  public List<Described> described() {
    return Arrays.stream(PressureKind.values())
        .flatMap(kind -> List.of(waiting(kind), stalled(kind)).stream())
        .toList();
  }

  private static Described waiting(PressureKind kind) {
    return Described.counter(
        "pressure_" + word(kind) + "_waiting_seconds_total",
        "Time in which some task waited for " + word(kind) + ".");
  }

  private static Described stalled(PressureKind kind) {
    return Described.counter(
        "pressure_" + word(kind) + "_stalled_seconds_total",
        "Time in which all tasks waited for " + word(kind) + ".");
  }

  private static String word(PressureKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void sample(Subject subject, Samples samples) throws IOException {
    if (subject.group().isEmpty()) {
      return;
    }
    for (PressureKind kind : PressureKind.values()) {
      Optional<Pressure> pressure = usage.pressure(subject.group().get(), kind);
      if (pressure.isPresent()) {
        add(samples, waiting(kind), pressure.get().some());
        pressure.get().full().ifPresent(full -> add(samples, stalled(kind), full));
      }
    }
  }

  private static void add(Samples samples, Described metric, Pressure.Stall stall) {
    samples.addSeconds(metric, TimeUnit.MICROSECONDS.toNanos(stall.totalMicros()));
  }
}
