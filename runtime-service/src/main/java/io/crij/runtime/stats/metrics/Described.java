package io.crij.runtime.stats.metrics;

import io.crij.cri.v1.MetricDescriptor;
import io.crij.cri.v1.MetricType;
import java.util.List;

/**
 * A metric (CRI {@code MetricDescriptor}).
 *
 * @param name without the prefix that all have
 * @param moreLabels keys beside those that all have, in the order of their values
 */
record Described(String name, MetricType type, String help, List<String> moreLabels) {
  private static final String PREFIX = "container_";

  /** As cAdvisor in the kubelet has them; empty values but for namespace and pod for whole pods. */
  private static final List<String> LABELS =
      List.of("container", "id", "image", "name", "namespace", "pod");

  static Described counter(String name, String help, String... moreLabels) {
    return new Described(name, MetricType.COUNTER, help, List.of(moreLabels));
  }

  static Described gauge(String name, String help, String... moreLabels) {
    return new Described(name, MetricType.GAUGE, help, List.of(moreLabels));
  }

  String fullName() {
    return PREFIX + name;
  }

  MetricDescriptor descriptor() {
    return MetricDescriptor.newBuilder()
        .setName(fullName())
        .setHelp(help)
        .addAllLabelKeys(LABELS)
        .addAllLabelKeys(moreLabels)
        .build();
  }
}
