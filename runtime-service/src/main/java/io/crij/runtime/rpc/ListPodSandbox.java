package io.crij.runtime.rpc;

import io.crij.cri.v1.ListPodSandboxRequest;
import io.crij.cri.v1.ListPodSandboxResponse;
import io.crij.cri.v1.PodSandboxFilter;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.Sandboxes;

/** CRI ListPodSandbox. */
final class ListPodSandbox {
  private final Sandboxes sandboxes;

  ListPodSandbox(Sandboxes sandboxes) {
    this.sandboxes = sandboxes;
  }

  ListPodSandboxResponse answer(ListPodSandboxRequest request) {
    ListPodSandboxResponse.Builder answer = ListPodSandboxResponse.newBuilder();
    sandboxes.list().stream()
        .filter(CriSandbox::isVisible)
        .filter(sandbox -> wanted(request.getFilter(), sandbox))
        .map(CriSandbox::listed)
        .forEach(answer::addItems);
    return answer.build();
  }

  private static boolean wanted(PodSandboxFilter filter, Sandbox sandbox) {
    return sandbox.id().startsWith(filter.getId())
        && (!filter.hasState() || filter.getState().getState() == CriSandbox.state(sandbox))
        && Labels.match(filter.getLabelSelectorMap(), sandbox.config().labels());
  }
}
