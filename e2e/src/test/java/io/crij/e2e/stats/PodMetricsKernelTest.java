package io.crij.e2e.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.cri.v1.ListMetricDescriptorsRequest;
import io.crij.cri.v1.Metric;
import io.crij.cri.v1.MetricDescriptor;
import io.crij.cri.v1.PodSandboxMetrics;
import io.crij.e2e.harness.Await;
import io.crij.e2e.harness.Containers;
import io.crij.e2e.harness.SharedNode;
import io.crij.e2e.harness.TestContainer;
import io.crij.e2e.harness.TestPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(Lifecycle.PER_CLASS)
class PodMetricsKernelTest {
  private static final long LIMIT = 64 << 20;

  @RegisterExtension private final SharedNode crij = SharedNode.standard();

  private final StatsClient stats = new StatsClient(() -> crij.client());

  private Map<String, MetricDescriptor> descriptors() {
    return crij
        .client()
        .runtime()
        .listMetricDescriptors(ListMetricDescriptorsRequest.getDefaultInstance())
        .getDescriptorsList()
        .stream()
        .collect(Collectors.toMap(MetricDescriptor::getName, each -> each));
  }

  private TestContainer limited(TestPod pod) {
    return limited(pod, Containers.WAIT);
  }

  private TestContainer limited(TestPod pod, String script) {
    ContainerConfig.Builder config = Containers.shell("limited", script);
    config
        .getLinuxBuilder()
        .setResources(
            LinuxContainerResources.newBuilder()
                .setCpuPeriod(100000)
                .setCpuQuota(20000)
                .setCpuShares(1024)
                .setMemoryLimitInBytes(LIMIT)
                .setMemorySwapLimitInBytes(LIMIT));
    return pod.start(config.build());
  }

  private static List<Metric> all(PodSandboxMetrics pod) {
    List<Metric> all = new ArrayList<>(pod.getMetricsList());
    pod.getContainerMetricsList().forEach(each -> all.addAll(each.getMetricsList()));
    return all;
  }

  private PodSandboxMetrics only(TestPod pod) {
    return stats.metrics().stream()
        .filter(each -> each.getPodSandboxId().equals(pod.id()))
        .findFirst()
        .orElseThrow();
  }

  private static long value(List<Metric> metrics, String name, String... labels) {
    return metrics.stream()
        .filter(each -> each.getName().equals("container_" + name))
        .filter(each -> each.getLabelValuesList().containsAll(List.of(labels)))
        .mapToLong(each -> each.getValue().getValue())
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " has no sample"));
  }

  @Test
  void everySampleIsDescribedWithAsManyLabels() {
    TestPod pod = crij.pods().run("described");
    limited(pod);
    Map<String, MetricDescriptor> descriptors = descriptors();
    assertThat(descriptors).hasSizeGreaterThanOrEqualTo(56);
    assertThat(descriptors.values())
        .allMatch(each -> !each.getHelp().isBlank() && each.getLabelKeysCount() > 0);
    for (Metric metric : all(only(pod))) {
      assertThat(descriptors).containsKey(metric.getName());
      assertThat(metric.getLabelValuesCount())
          .as(metric.getName())
          .isEqualTo(descriptors.get(metric.getName()).getLabelKeysCount());
      assertThat(metric.getTimestamp()).isPositive();
    }
  }

  @Test
  void oneTimeSeriesIsSampledOnce() {
    TestPod pod = crij.pods().run("once");
    limited(pod);
    Map<List<Object>, Integer> seen = new HashMap<>();
    for (Metric metric : all(only(pod))) {
      seen.merge(List.of(metric.getName(), metric.getLabelValuesList()), 1, Integer::sum);
    }
    assertThat(seen.values()).containsOnly(1);
  }

  @Test
  void limitsAndUseOfAContainer() {
    TestPod pod = crij.pods().run("limits");
    TestContainer container = limited(pod);
    container.shell("i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done");
    List<Metric> metrics = only(pod).getContainerMetrics(0).getMetricsList();
    assertThat(only(pod).getContainerMetrics(0).getContainerId()).isEqualTo(container.id());
    assertThat(value(metrics, "spec_cpu_period")).isEqualTo(100000);
    assertThat(value(metrics, "spec_cpu_quota")).isEqualTo(20000);
    assertThat(value(metrics, "spec_cpu_shares")).isEqualTo(1024);
    assertThat(value(metrics, "spec_memory_limit_bytes")).isEqualTo(LIMIT);
    assertThat(value(metrics, "spec_memory_swap_limit_bytes")).isEqualTo(LIMIT);
    assertThat(value(metrics, "cpu_cfs_periods_total")).isPositive();
    assertThat(value(metrics, "memory_usage_bytes")).isBetween(1L, LIMIT);
    assertThat(value(metrics, "memory_max_usage_bytes")).isPositive();
    assertThat(value(metrics, "memory_failures_total", "pgfault")).isPositive();
    assertThat(value(metrics, "processes")).isBetween(1L, 2L);
    assertThat(value(metrics, "threads")).isBetween(1L, 2L);
    assertThat(value(metrics, "file_descriptors")).isGreaterThanOrEqualTo(3);
    assertThat(value(metrics, "ulimits_soft", "max_open_files")).isPositive();
    assertThat(value(metrics, "fs_limit_bytes")).isPositive();
    assertThat(value(metrics, "oom_events_total")).isZero();
    assertThat(value(metrics, "start_time_seconds"))
        .isLessThanOrEqualTo(value(metrics, "last_seen"));
  }

  @Test
  void labelsNameThePodTheContainerAndItsControlGroup() {
    TestPod pod = crij.pods().run("labels");
    TestContainer container = limited(pod);
    PodSandboxMetrics metrics = only(pod);
    List<String> keys = descriptors().get("container_memory_rss").getLabelKeysList();
    Map<String, String> labels = labels(keys, metrics.getContainerMetrics(0).getMetricsList());
    assertThat(labels)
        .containsEntry("pod", "labels")
        .containsEntry("namespace", "e2e")
        .containsEntry("container", "limited")
        .containsEntry("name", container.id());
    assertThat(labels.get("id"))
        .startsWith(pod.config().getLinux().getCgroupParent() + "/")
        .endsWith(container.id());
    assertThat(labels(keys, metrics.getMetricsList()))
        .containsEntry("pod", "labels")
        .containsEntry("container", "")
        .containsEntry("id", pod.config().getLinux().getCgroupParent());
  }

  private static Map<String, String> labels(List<String> keys, List<Metric> metrics) {
    Metric rss =
        metrics.stream()
            .filter(each -> each.getName().equals("container_memory_rss"))
            .findFirst()
            .orElseThrow();
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      labels.put(keys.get(i), rss.getLabelValues(i));
    }
    return labels;
  }

  @Test
  void thePodAsAWholeHasItsNetworkAndItsControlGroup() {
    TestPod pod = crij.pods().run("whole");
    limited(pod);
    List<Metric> metrics = only(pod).getMetricsList();
    assertThat(value(metrics, "network_transmit_packets_total", "eth0")).isPositive();
    assertThat(value(metrics, "network_receive_errors_total", "eth0")).isZero();
    assertThat(value(metrics, "sockets")).isZero();
    assertThat(value(metrics, "memory_working_set_bytes")).isPositive();
    assertThat(value(metrics, "processes")).isBetween(2L, 3L);
  }

  @Test
  void killsForWantOfMemoryAreCounted() {
    TestPod pod = crij.pods().run("oom");
    // By a child of the first process, in the container's own control group.
    limited(pod, "dd if=/dev/zero of=/dev/null bs=100M; " + Containers.WAIT);
    List<Metric> metrics =
        Await.value(
            "a kill",
            Duration.ofSeconds(30),
            () ->
                Optional.of(only(pod).getContainerMetrics(0).getMetricsList())
                    .filter(all -> value(all, "oom_events_total") > 0));
    // Not every kernel counts how often the limit was reached, but none forgets the most it was.
    assertThat(value(metrics, "memory_max_usage_bytes")).isBetween(LIMIT / 2, LIMIT);
  }

  @Test
  void theStreamHasEachPodOnceAlsoWhenItTakesSeveralPieces() {
    for (int i = 0; i < 23; i++) {
      crij.pods().run("piece-" + i);
    }
    Set<String> listed =
        stats.metrics().stream()
            .map(PodSandboxMetrics::getPodSandboxId)
            .collect(Collectors.toSet());
    assertThat(listed).hasSize(23);
    assertThat(stats.streamedMetrics())
        .extracting(PodSandboxMetrics::getPodSandboxId)
        .containsExactlyInAnyOrderElementsOf(listed);
  }
}
