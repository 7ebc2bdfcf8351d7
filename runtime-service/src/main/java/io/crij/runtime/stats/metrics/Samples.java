package io.crij.runtime.stats.metrics;

import io.crij.cri.v1.Metric;
import io.crij.cri.v1.UInt64Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Collects the samples of one container or one whole pod. */
final class Samples {
  private final List<String> labels;
  private final long timestamp;
  private final List<Metric> all = new ArrayList<>();

  /**
   * @param labels the values of the labels that all metrics have
   * @param timestamp nanoseconds since 1970
   */
  Samples(List<String> labels, long timestamp) {
    this.labels = List.copyOf(labels);
    this.timestamp = timestamp;
  }

  void add(Described metric, long value, String... moreLabels) {
    if (moreLabels.length != metric.moreLabels().size()) {
      throw new IllegalArgumentException(metric.name() + " has other labels");
    }
    all.add(
        Metric.newBuilder()
            .setName(metric.fullName())
            .setTimestamp(timestamp)
            .setMetricType(metric.type())
            .addAllLabelValues(labels)
            .addAllLabelValues(List.of(moreLabels))
            .setValue(UInt64Value.newBuilder().setValue(value))
            .build());
  }

  void addIfPresent(Described metric, OptionalLong value, String... moreLabels) {
    value.ifPresent(known -> add(metric, known, moreLabels));
  }

  /** Values of samples are whole numbers, so seconds are whole seconds. */
  void addSeconds(Described metric, long nanos, String... moreLabels) {
    add(metric, TimeUnit.NANOSECONDS.toSeconds(nanos), moreLabels);
  }

  List<Metric> all() {
    return all;
  }
}
