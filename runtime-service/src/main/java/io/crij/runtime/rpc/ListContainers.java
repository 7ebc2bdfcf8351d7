package io.crij.runtime.rpc;

import io.crij.cri.v1.ContainerFilter;
import io.crij.cri.v1.ListContainersRequest;
import io.crij.cri.v1.ListContainersResponse;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.Containers;

/** CRI ListContainers. */
final class ListContainers {
  private final Containers containers;

  ListContainers(Containers containers) {
    this.containers = containers;
  }

  ListContainersResponse answer(ListContainersRequest request) {
    ListContainersResponse.Builder answer = ListContainersResponse.newBuilder();
    containers.list().stream()
        .filter(container -> wanted(request.getFilter(), container))
        .map(CriContainer::listed)
        .forEach(answer::addContainers);
    return answer.build();
  }

  private static boolean wanted(ContainerFilter filter, Container container) {
    return container.id().startsWith(filter.getId())
        && container.sandboxId().startsWith(filter.getPodSandboxId())
        && (!filter.hasState() || filter.getState().getState() == CriContainer.state(container))
        && Labels.match(filter.getLabelSelectorMap(), container.config().getLabelsMap());
  }
}
