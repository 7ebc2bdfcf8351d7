package io.crij.runtime.stats;

import io.crij.cri.v1.ContainerStatsRequest;
import io.crij.cri.v1.ContainerStatsResponse;
import io.crij.cri.v1.ListContainerStatsRequest;
import io.crij.cri.v1.ListContainerStatsResponse;
import io.crij.cri.v1.ListMetricDescriptorsRequest;
import io.crij.cri.v1.ListMetricDescriptorsResponse;
import io.crij.cri.v1.ListPodSandboxMetricsRequest;
import io.crij.cri.v1.ListPodSandboxMetricsResponse;
import io.crij.cri.v1.ListPodSandboxStatsRequest;
import io.crij.cri.v1.ListPodSandboxStatsResponse;
import io.crij.cri.v1.PodSandboxStatsRequest;
import io.crij.cri.v1.PodSandboxStatsResponse;
import io.crij.cri.v1.RuntimeServiceGrpc;
import io.crij.cri.v1.StreamContainerStatsRequest;
import io.crij.cri.v1.StreamContainerStatsResponse;
import io.crij.cri.v1.StreamPodSandboxMetricsRequest;
import io.crij.cri.v1.StreamPodSandboxMetricsResponse;
import io.crij.cri.v1.StreamPodSandboxStatsRequest;
import io.crij.cri.v1.StreamPodSandboxStatsResponse;
import io.crij.image.rpc.RpcAnswer;
import io.crij.image.rpc.RpcFailures;
import io.crij.linux.usage.GroupUsage;
import io.crij.operations.failure.Failure;
import io.crij.runtime.container.Container;
import io.crij.sandbox.Sandbox;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The RPCs of RuntimeService that tell what pods and containers use. */
public abstract class StatsRpcs extends RuntimeServiceGrpc.RuntimeServiceImplBase {
  private static final int STATS_IN_A_PIECE = 100;

  /** A pod has some hundred samples for each container. */
  private static final int METRICS_IN_A_PIECE = 20;

  private final StatsParts parts;
  private final ContainerStatsRpc containerStats;
  private final PodStatsRpc podStats;
  private final PodMetricsRpc podMetrics;

  protected StatsRpcs(StatsParts parts) {
    this.parts = parts;
    GroupUsage usage = GroupUsage.of(parts.cgroups().host());
    CpuRates rates = new CpuRates(System::nanoTime, this::living);
    RunningPods pods = new RunningPods(parts.sandboxes(), parts.containers());
    ContainerUsage containers = new ContainerUsage(usage, rates, parts);
    containerStats = new ContainerStatsRpc(parts.containers(), containers);
    podStats = new PodStatsRpc(pods, new PodUsage(usage, rates, containers, parts));
    podMetrics = new PodMetricsRpc(pods, usage, parts);
  }

  @Override
  public final void containerStats(
      ContainerStatsRequest request, StreamObserver<ContainerStatsResponse> observer) {
    read("ContainerStats", observer, () -> containerStats.one(request.getContainerId()));
  }

  @Override
  public final void listContainerStats(
      ListContainerStatsRequest request, StreamObserver<ListContainerStatsResponse> observer) {
    read("ListContainerStats", observer, () -> containerStats.list(request.getFilter()));
  }

  @Override
  public final void streamContainerStats(
      StreamContainerStatsRequest request, StreamObserver<StreamContainerStatsResponse> observer) {
    Pieces.send(
        "StreamContainerStats",
        containerStats.running(request.getFilter()),
        STATS_IN_A_PIECE,
        containerStats::piece,
        observer);
  }

  @Override
  public final void podSandboxStats(
      PodSandboxStatsRequest request, StreamObserver<PodSandboxStatsResponse> observer) {
    read("PodSandboxStats", observer, () -> podStats.one(request.getPodSandboxId()));
  }

  @Override
  public final void listPodSandboxStats(
      ListPodSandboxStatsRequest request, StreamObserver<ListPodSandboxStatsResponse> observer) {
    read("ListPodSandboxStats", observer, () -> podStats.list(request.getFilter()));
  }

  @Override
  public final void streamPodSandboxStats(
      StreamPodSandboxStatsRequest request,
      StreamObserver<StreamPodSandboxStatsResponse> observer) {
    Pieces.send(
        "StreamPodSandboxStats",
        podStats.ready(request.getFilter()),
        STATS_IN_A_PIECE,
        podStats::piece,
        observer);
  }

  @Override
  public final void listMetricDescriptors(
      ListMetricDescriptorsRequest request,
      StreamObserver<ListMetricDescriptorsResponse> observer) {
    RpcAnswer.now("ListMetricDescriptors", observer, podMetrics::descriptors);
  }

  @Override
  public final void listPodSandboxMetrics(
      ListPodSandboxMetricsRequest request,
      StreamObserver<ListPodSandboxMetricsResponse> observer) {
    read("ListPodSandboxMetrics", observer, podMetrics::list);
  }

  @Override
  public final void streamPodSandboxMetrics(
      StreamPodSandboxMetricsRequest request,
      StreamObserver<StreamPodSandboxMetricsResponse> observer) {
    Pieces.send(
        "StreamPodSandboxMetrics",
        podMetrics.ready(),
        METRICS_IN_A_PIECE,
        podMetrics::piece,
        observer);
  }

  private Set<String> living() {
    return Stream.concat(
            parts.containers().list().stream().map(Container::id),
            parts.sandboxes().list().stream().map(Sandbox::id))
        .collect(Collectors.toSet());
  }

  private <T> void read(String rpc, StreamObserver<T> observer, Supplier<T> answer) {
    RpcAnswer.later(rpc, observer, () -> begin(rpc, answer));
  }

  private <T> CompletableFuture<T> begin(String rpc, Supplier<T> answer) {
    try {
      return CompletableFuture.supplyAsync(answer, parts.reads());
    } catch (RejectedExecutionException full) {
      throw RpcFailures.toStatus(Failure.wrap(rpc + " was not answered", full));
    }
  }
}
