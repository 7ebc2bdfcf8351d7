package io.crij.runtime.rpc;

import io.crij.cri.v1.CreateContainerRequest;
import io.crij.cri.v1.CreateContainerResponse;
import io.crij.cri.v1.RemoveContainerRequest;
import io.crij.cri.v1.RemoveContainerResponse;
import io.crij.cri.v1.ReopenContainerLogRequest;
import io.crij.cri.v1.ReopenContainerLogResponse;
import io.crij.cri.v1.StartContainerRequest;
import io.crij.cri.v1.StartContainerResponse;
import io.crij.cri.v1.StopContainerRequest;
import io.crij.cri.v1.StopContainerResponse;
import io.crij.cri.v1.UpdateContainerResourcesRequest;
import io.crij.cri.v1.UpdateContainerResourcesResponse;
import io.crij.operations.failure.InvalidArgument;
import io.crij.runtime.container.Containers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** CreateContainer, StartContainer, StopContainer and RemoveContainer. */
final class ContainerRpcs {
  private static final long LONGEST_GRACE_SECONDS = Duration.ofDays(365).toSeconds();

  private final Containers containers;
  private final RequestMemory memory;

  ContainerRpcs(Containers containers, RequestMemory memory) {
    this.containers = containers;
    this.memory = memory;
  }

  CompletableFuture<CreateContainerResponse> create(CreateContainerRequest request) {
    if (request.getPodSandboxId().isEmpty()) {
      throw new InvalidArgument("createContainer names no pod sandbox", "Set pod_sandbox_id.");
    }
    return memory
        .forContainer(
            request.getConfig(),
            () -> containers.create(request.getPodSandboxId(), request.getConfig()))
        .thenApply(id -> CreateContainerResponse.newBuilder().setContainerId(id).build());
  }

  CompletableFuture<StartContainerResponse> start(StartContainerRequest request) {
    return containers
        .start(required(request.getContainerId()))
        .thenApply(_ -> StartContainerResponse.getDefaultInstance());
  }

  CompletableFuture<StopContainerResponse> stop(StopContainerRequest request) {
    long seconds = Math.clamp(request.getTimeout(), 0, LONGEST_GRACE_SECONDS);
    return containers
        .stop(required(request.getContainerId()), Duration.ofSeconds(seconds))
        .thenApply(_ -> StopContainerResponse.getDefaultInstance());
  }

  CompletableFuture<RemoveContainerResponse> remove(RemoveContainerRequest request) {
    return containers
        .remove(required(request.getContainerId()))
        .thenApply(_ -> RemoveContainerResponse.getDefaultInstance());
  }

  CompletableFuture<ReopenContainerLogResponse> reopenLog(ReopenContainerLogRequest request) {
    return containers
        .reopenLog(required(request.getContainerId()))
        .thenApply(_ -> ReopenContainerLogResponse.getDefaultInstance());
  }

  CompletableFuture<UpdateContainerResourcesResponse> update(
      UpdateContainerResourcesRequest request) {
    if (request.hasWindows()) {
      throw new InvalidArgument("the resources are for Windows", "Leave windows out.");
    }
    return containers
        .updateResources(required(request.getContainerId()), request.getLinux())
        .thenApply(_ -> UpdateContainerResourcesResponse.getDefaultInstance());
  }

  static String required(String id) {
    if (id.isEmpty()) {
      throw new InvalidArgument("the request names no container", "Set container_id.");
    }
    return id;
  }
}
