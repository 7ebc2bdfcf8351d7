package io.crij.runtime.stats.metrics;

import java.io.IOException;
import java.util.List;

/** Metrics that are read together. */
interface MetricFamily {
  List<Described> described();

  /** Adds what there is of the subject; platform threads only. */
  void sample(Subject subject, Samples samples) throws IOException;
}
