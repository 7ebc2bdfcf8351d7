package io.crij.runtime.stats.metrics;

import io.crij.linux.usage.GroupUsage;
import io.crij.linux.usage.HugePages;
import java.io.IOException;
import java.util.List;

/** Huge pages in use. */
record HugePagesFamily(GroupUsage usage) implements MetricFamily {
  private static final String SIZE = "pagesize";
  private static final Described USAGE =
      Described.gauge("hugetlb_usage_bytes", "Bytes of huge pages used.", SIZE);
  private static final Described PEAK =
      Described.gauge("hugetlb_max_usage_bytes", "The most bytes of huge pages ever used.", SIZE);

  @Override
  public List<Described> described() {
    return List.of(USAGE, PEAK);
  }

  @Override
  public void sample(Subject subject, Samples samples) throws IOException {
    if (subject.group().isEmpty() || subject.container().isEmpty()) {
      return;
    }
    for (HugePages pages : usage.hugePages(subject.group().get())) {
      samples.add(USAGE, pages.usage(), pages.size());
      samples.addIfPresent(PEAK, pages.peak(), pages.size());
    }
  }
}
