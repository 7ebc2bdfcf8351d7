package io.crij.e2e.stats;

import io.crij.cri.v1.ContainerStats;
import io.crij.cri.v1.ContainerStatsFilter;
import io.crij.cri.v1.ContainerStatsRequest;
import io.crij.cri.v1.ListContainerStatsRequest;
import io.crij.cri.v1.ListPodSandboxMetricsRequest;
import io.crij.cri.v1.ListPodSandboxStatsRequest;
import io.crij.cri.v1.PodSandboxMetrics;
import io.crij.cri.v1.PodSandboxStats;
import io.crij.cri.v1.PodSandboxStatsFilter;
import io.crij.cri.v1.PodSandboxStatsRequest;
import io.crij.cri.v1.StreamContainerStatsRequest;
import io.crij.cri.v1.StreamPodSandboxMetricsRequest;
import io.crij.cri.v1.StreamPodSandboxStatsRequest;
import io.crij.e2e.harness.CriClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Asks for stats and metrics. */
record StatsClient(Supplier<CriClient> client) {

  ContainerStats container(String id) {
    return client
        .get()
        .runtime()
        .containerStats(ContainerStatsRequest.newBuilder().setContainerId(id).build())
        .getStats();
  }

  List<ContainerStats> containers(ContainerStatsFilter filter) {
    return client
        .get()
        .runtime()
        .listContainerStats(ListContainerStatsRequest.newBuilder().setFilter(filter).build())
        .getStatsList();
  }

  List<ContainerStats> streamedContainers(ContainerStatsFilter filter) {
    List<ContainerStats> all = new ArrayList<>();
    client
        .get()
        .runtime()
        .streamContainerStats(StreamContainerStatsRequest.newBuilder().setFilter(filter).build())
        .forEachRemaining(piece -> all.addAll(piece.getContainerStatsList()));
    return all;
  }

  PodSandboxStats pod(String id) {
    return client
        .get()
        .runtime()
        .podSandboxStats(PodSandboxStatsRequest.newBuilder().setPodSandboxId(id).build())
        .getStats();
  }

  List<PodSandboxStats> pods(PodSandboxStatsFilter filter) {
    return client
        .get()
        .runtime()
        .listPodSandboxStats(ListPodSandboxStatsRequest.newBuilder().setFilter(filter).build())
        .getStatsList();
  }

  List<PodSandboxStats> streamedPods(PodSandboxStatsFilter filter) {
    List<PodSandboxStats> all = new ArrayList<>();
    client
        .get()
        .runtime()
        .streamPodSandboxStats(StreamPodSandboxStatsRequest.newBuilder().setFilter(filter).build())
        .forEachRemaining(piece -> all.addAll(piece.getPodSandboxStatsList()));
    return all;
  }

  List<PodSandboxMetrics> metrics() {
    return client
        .get()
        .runtime()
        .listPodSandboxMetrics(ListPodSandboxMetricsRequest.getDefaultInstance())
        .getPodMetricsList();
  }

  List<PodSandboxMetrics> streamedMetrics() {
    List<PodSandboxMetrics> all = new ArrayList<>();
    client
        .get()
        .runtime()
        .streamPodSandboxMetrics(StreamPodSandboxMetricsRequest.getDefaultInstance())
        .forEachRemaining(piece -> all.addAll(piece.getPodSandboxMetricsList()));
    return all;
  }
}
