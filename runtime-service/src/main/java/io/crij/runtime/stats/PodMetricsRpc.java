package io.crij.runtime.stats;

import io.crij.cri.v1.ListMetricDescriptorsResponse;
import io.crij.cri.v1.ListPodSandboxMetricsResponse;
import io.crij.cri.v1.PodSandboxMetrics;
import io.crij.cri.v1.StreamPodSandboxMetricsResponse;
import io.crij.linux.host.DiskUsage;
import io.crij.linux.usage.GroupUsage;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.ResourceExhausted;
import io.crij.runtime.stats.metrics.MetricSources;
import io.crij.runtime.stats.metrics.PodMetrics;
import io.crij.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** ListMetricDescriptors, and ListPodSandboxMetrics of the pods that are ready. */
final class PodMetricsRpc {
  /** Clients take no message above 16 MiB. */
  private static final int MOST_BYTES = (16 << 20) - (64 << 10);

  private final RunningPods pods;
  private final PodMetrics metrics;
  private final Path imageFileSystem;

  PodMetricsRpc(RunningPods pods, GroupUsage usage, StatsParts parts) {
    this.pods = pods;
    this.imageFileSystem = parts.imageFileSystem();
    this.metrics =
        new PodMetrics(
            new MetricSources(usage, parts.cgroups(), parts.layers(), parts.clock()),
            parts.families());
  }

  ListMetricDescriptorsResponse descriptors() {
    return ListMetricDescriptorsResponse.newBuilder()
        .addAllDescriptors(metrics.descriptors())
        .build();
  }

  List<Sandbox> ready() {
    return pods.ready(_ -> true);
  }

  ListPodSandboxMetricsResponse list() {
    ListPodSandboxMetricsResponse answer =
        ListPodSandboxMetricsResponse.newBuilder().addAllPodMetrics(of(ready())).build();
    if (answer.getSerializedSize() > MOST_BYTES) {
      throw new ResourceExhausted(
          "the metrics of "
              + answer.getPodMetricsCount()
              + " pods take "
              + answer.getSerializedSize()
              + " bytes, more than a message may have",
          "Ask for them with StreamPodSandboxMetrics, or leave families out"
              + " (crij.stats.included_pod_metrics).");
    }
    return answer;
  }

  StreamPodSandboxMetricsResponse piece(List<Sandbox> some) {
    return StreamPodSandboxMetricsResponse.newBuilder().addAllPodSandboxMetrics(of(some)).build();
  }

  private List<PodSandboxMetrics> of(List<Sandbox> some) {
    try {
      DiskUsage disk = DiskUsage.of(imageFileSystem);
      return pods.look(some).stream().map(pod -> metrics.of(pod, disk)).toList();
    } catch (IOException e) {
      throw Failure.wrap("the file system of " + imageFileSystem + " was not looked at", e);
    }
  }
}
