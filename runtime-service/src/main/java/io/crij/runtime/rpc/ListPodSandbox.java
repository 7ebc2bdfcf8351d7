package io.crij.runtime.rpc;

import io.crij.cri.v1.ListPodSandboxRequest;
import io.crij.cri.v1.ListPodSandboxResponse;
import io.crij.cri.v1.PodSandbox;
import io.crij.cri.v1.PodSandboxFilter;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.Sandboxes;
import java.util.List;

/** CRI ListPodSandbox and StreamPodSandboxes. */
final class ListPodSandbox {
  private final Sandboxes sandboxes;

  ListPodSandbox(Sandboxes sandboxes) {
    this.sandboxes = sandboxes;
  }

  ListPodSandboxResponse answer(ListPodSandboxRequest request) {
    return ListPodSandboxResponse.newBuilder().addAllItems(items(request.getFilter())).build();
  }

  List<PodSandbox> items(PodSandboxFilter filter) {
    return sandboxes.list().stream()
        .filter(CriSandbox::isVisible)
        .filter(sandbox -> wanted(filter, sandbox))
        .map(CriSandbox::listed)
        .toList();
  }

  private static boolean wanted(PodSandboxFilter filter, Sandbox sandbox) {
    return sandbox.id().startsWith(filter.getId())
        && (!filter.hasState() || filter.getState().getState() == CriSandbox.state(sandbox))
        && Labels.match(filter.getLabelSelectorMap(), sandbox.config().labels());
  }
}
