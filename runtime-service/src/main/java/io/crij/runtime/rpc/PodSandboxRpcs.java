package io.crij.runtime.rpc;

import io.crij.cri.v1.PodSandboxStatusRequest;
import io.crij.cri.v1.PodSandboxStatusResponse;
import io.crij.cri.v1.RemovePodSandboxRequest;
import io.crij.cri.v1.RemovePodSandboxResponse;
import io.crij.cri.v1.RunPodSandboxRequest;
import io.crij.cri.v1.RunPodSandboxResponse;
import io.crij.cri.v1.StopPodSandboxRequest;
import io.crij.cri.v1.StopPodSandboxResponse;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.SandboxConfig;
import io.crij.sandbox.SandboxOccupants;
import io.crij.sandbox.Sandboxes;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** RunPodSandbox, StopPodSandbox, RemovePodSandbox and PodSandboxStatus. */
final class PodSandboxRpcs {
  private final Sandboxes sandboxes;
  private final SandboxOccupants occupants;
  private final RequestMemory memory;
  private final Consumer<String> requireHandler;

  /**
   * @param requireHandler throws when the runtime handler of that name cannot run pods
   */
  PodSandboxRpcs(
      Sandboxes sandboxes,
      SandboxOccupants occupants,
      RequestMemory memory,
      Consumer<String> requireHandler) {
    this.sandboxes = sandboxes;
    this.occupants = occupants;
    this.memory = memory;
    this.requireHandler = requireHandler;
  }

  CompletableFuture<RunPodSandboxResponse> run(RunPodSandboxRequest request) {
    return memory
        .forPod(request.getConfig(), () -> sandboxes.run(config(request)))
        .thenApply(
            sandbox -> RunPodSandboxResponse.newBuilder().setPodSandboxId(sandbox.id()).build());
  }

  private SandboxConfig config(RunPodSandboxRequest request) {
    SandboxConfig config = SandboxRequests.config(request.getConfig(), request.getRuntimeHandler());
    requireHandler.accept(request.getRuntimeHandler());
    return config;
  }

  CompletableFuture<StopPodSandboxResponse> stop(StopPodSandboxRequest request) {
    return sandboxes
        .stop(required(request.getPodSandboxId()), occupants)
        .thenApply(_ -> StopPodSandboxResponse.getDefaultInstance());
  }

  CompletableFuture<RemovePodSandboxResponse> remove(RemovePodSandboxRequest request) {
    return sandboxes
        .remove(required(request.getPodSandboxId()), occupants)
        .thenApply(_ -> RemovePodSandboxResponse.getDefaultInstance());
  }

  PodSandboxStatusResponse status(PodSandboxStatusRequest request) {
    Sandbox sandbox = sandboxes.require(required(request.getPodSandboxId()));
    if (!CriSandbox.isVisible(sandbox)) {
      throw new NotFound(sandbox.text() + " is still being made", "Wait for RunPodSandbox.");
    }
    PodSandboxStatusResponse.Builder answer =
        PodSandboxStatusResponse.newBuilder().setStatus(CriSandbox.status(sandbox));
    if (request.getVerbose()) {
      answer.putInfo("info", InfoJson.of(sandbox));
    }
    return answer.build();
  }

  private static String required(String id) {
    if (id.isEmpty()) {
      throw new InvalidArgument("the request names no pod sandbox", "Set pod_sandbox_id.");
    }
    return id;
  }
}
