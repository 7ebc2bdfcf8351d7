package io.crij.e2e.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ListMetricDescriptorsRequest;
import io.crij.cri.v1.Metric;
import io.crij.cri.v1.MetricDescriptor;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.SharedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator who wants few metrics gets few. */
@TestInstance(Lifecycle.PER_CLASS)
class IncludedMetricsKernelTest {
  private static final String[] WANTED = {
    "container_last_seen", "container_start_time_seconds", "container_oom_events_total"
  };

  @RegisterExtension
  private final SharedNode crij =
      SharedNode.with(
          setup -> setup.withConfiguration("crij.stats.included_pod_metrics = [\"oom\"]\n"));

  @Test
  void onlyTheFamiliesOfTheConfigurationAreDescribedAndSampled() {
    crij.pods().run("few").start(Containers.waiting("shell").build());
    assertThat(
            crij.client()
                .runtime()
                .listMetricDescriptors(ListMetricDescriptorsRequest.getDefaultInstance())
                .getDescriptorsList())
        .extracting(MetricDescriptor::getName)
        .containsExactlyInAnyOrder(WANTED);
    assertThat(new StatsClient(() -> crij.client()).metrics().getFirst().getMetricsList())
        .extracting(Metric::getName)
        .containsExactlyInAnyOrder(WANTED);
  }
}
