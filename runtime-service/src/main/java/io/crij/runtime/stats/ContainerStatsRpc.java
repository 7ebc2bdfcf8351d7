package io.crij.runtime.stats;

import io.crij.cri.v1.ContainerStatsFilter;
import io.crij.cri.v1.ContainerStatsResponse;
import io.crij.cri.v1.ListContainerStatsResponse;
import io.crij.cri.v1.StreamContainerStatsResponse;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.Containers;
import java.util.List;
import java.util.Map;

/** ContainerStats of any container, ListContainerStats of those that run. */
final class ContainerStatsRpc {
  private final Containers containers;
  private final ContainerUsage usage;

  ContainerStatsRpc(Containers containers, ContainerUsage usage) {
    this.containers = containers;
    this.usage = usage;
  }

  ContainerStatsResponse one(String idOrPrefix) {
    return ContainerStatsResponse.newBuilder()
        .setStats(usage.of(containers.require(idOrPrefix)))
        .build();
  }

  List<Container> running(ContainerStatsFilter filter) {
    return containers.list().stream()
        .filter(Container::isRunning)
        .filter(container -> wanted(filter, container))
        .toList();
  }

  private static boolean wanted(ContainerStatsFilter filter, Container container) {
    return container.id().startsWith(filter.getId())
        && container.sandboxId().startsWith(filter.getPodSandboxId())
        && matches(filter.getLabelSelectorMap(), container.config().getLabelsMap());
  }

  /** Whether every wanted label is there with that value. */
  static boolean matches(Map<String, String> wanted, Map<String, String> labels) {
    return labels.entrySet().containsAll(wanted.entrySet());
  }

  ListContainerStatsResponse list(ContainerStatsFilter filter) {
    ListContainerStatsResponse.Builder answer = ListContainerStatsResponse.newBuilder();
    running(filter).forEach(container -> answer.addStats(usage.of(container)));
    return answer.build();
  }

  StreamContainerStatsResponse piece(List<Container> some) {
    StreamContainerStatsResponse.Builder answer = StreamContainerStatsResponse.newBuilder();
    some.forEach(container -> answer.addContainerStats(usage.of(container)));
    return answer.build();
  }
}
