package io.crij.runtime.rpc;

import io.crij.cri.v1.ContainerFilter;
import io.crij.cri.v1.ListContainersRequest;
import io.crij.cri.v1.ListContainersResponse;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.Containers;
import java.util.List;

/** CRI ListContainers and StreamContainers. */
final class ListContainers {
  private final Containers containers;

  ListContainers(Containers containers) {
    this.containers = containers;
  }

  ListContainersResponse answer(ListContainersRequest request) {
    return ListContainersResponse.newBuilder().addAllContainers(items(request.getFilter())).build();
  }

  List<io.crij.cri.v1.Container> items(ContainerFilter filter) {
    return containers.list().stream()
        .filter(container -> wanted(filter, container))
        .map(CriContainer::listed)
        .toList();
  }

  private static boolean wanted(ContainerFilter filter, Container container) {
    return container.id().startsWith(filter.getId())
        && container.sandboxId().startsWith(filter.getPodSandboxId())
        && (!filter.hasState() || filter.getState().getState() == CriContainer.state(container))
        && Labels.match(filter.getLabelSelectorMap(), container.config().getLabelsMap());
  }
}
