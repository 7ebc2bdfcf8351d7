package io.crij.runtime.stats;

import io.crij.cri.v1.ListPodSandboxStatsResponse;
import io.crij.cri.v1.PodSandboxStats;
import io.crij.cri.v1.PodSandboxStatsFilter;
import io.crij.cri.v1.PodSandboxStatsResponse;
import io.crij.cri.v1.StreamPodSandboxStatsResponse;
import io.crij.runtime.stats.RunningPods.RunningPod;
import io.crij.sandbox.Sandbox;
import java.util.List;

/** PodSandboxStats of any pod, ListPodSandboxStats of those that are ready. */
final class PodStatsRpc {
  private final RunningPods pods;
  private final PodUsage usage;

  PodStatsRpc(RunningPods pods, PodUsage usage) {
    this.pods = pods;
    this.usage = usage;
  }

  PodSandboxStatsResponse one(String idOrPrefix) {
    return PodSandboxStatsResponse.newBuilder()
        .setStats(of(List.of(pods.require(idOrPrefix))).getFirst())
        .build();
  }

  List<Sandbox> ready(PodSandboxStatsFilter filter) {
    return pods.ready(
        sandbox ->
            sandbox.id().startsWith(filter.getId())
                && ContainerStatsRpc.matches(
                    filter.getLabelSelectorMap(), sandbox.config().labels()));
  }

  private List<PodSandboxStats> of(List<Sandbox> some) {
    return pods.look(some).stream().map(this::of).toList();
  }

  private PodSandboxStats of(RunningPod pod) {
    return usage.of(pod.sandbox(), pod.containers(), pod.ownGroup(), pod.network());
  }

  ListPodSandboxStatsResponse list(PodSandboxStatsFilter filter) {
    return ListPodSandboxStatsResponse.newBuilder().addAllStats(of(ready(filter))).build();
  }

  StreamPodSandboxStatsResponse piece(List<Sandbox> some) {
    return StreamPodSandboxStatsResponse.newBuilder().addAllPodSandboxStats(of(some)).build();
  }
}
