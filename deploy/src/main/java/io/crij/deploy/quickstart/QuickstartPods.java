package io.crij.deploy.quickstart;

import io.crij.cri.v1.ListPodSandboxRequest;
import io.crij.cri.v1.PodSandbox;
import io.crij.cri.v1.PodSandboxFilter;
import io.crij.cri.v1.RemovePodSandboxRequest;
import io.crij.cri.v1.StopPodSandboxRequest;
import java.time.Duration;
import java.util.List;

/** The pods that the demonstration made, known by a label, whichever run made them. */
final class QuickstartPods {
  static final String LABEL = "app";
  static final String VALUE = "crij-quickstart";

  private static final Duration CALL = Duration.ofSeconds(60);

  private final CriClient client;

  QuickstartPods(CriClient client) {
    this.client = client;
  }

  /** Stops and removes them with their containers; returns how many there were. */
  int removeAll() {
    var filter = PodSandboxFilter.newBuilder().putLabelSelector(LABEL, VALUE);
    List<PodSandbox> pods =
        client
            .runtime(CALL)
            .listPodSandbox(ListPodSandboxRequest.newBuilder().setFilter(filter).build())
            .getItemsList();
    for (PodSandbox pod : pods) {
      client
          .runtime(CALL)
          .stopPodSandbox(StopPodSandboxRequest.newBuilder().setPodSandboxId(pod.getId()).build());
      client
          .runtime(CALL)
          .removePodSandbox(
              RemovePodSandboxRequest.newBuilder().setPodSandboxId(pod.getId()).build());
    }
    return pods.size();
  }
}
