package io.crij.runtime.rpc;

import io.crij.cri.v1.ContainerStatusRequest;
import io.crij.cri.v1.ContainerStatusResponse;
import io.crij.operations.failure.Failure;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.Containers;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** CRI ContainerStatus; only its verbose form reads a file. */
final class ContainerStatusRpc {
  private final Containers containers;
  private final Executor reads;

  ContainerStatusRpc(Containers containers, Executor reads) {
    this.containers = containers;
    this.reads = reads;
  }

  CompletableFuture<ContainerStatusResponse> answer(ContainerStatusRequest request) {
    Container container = containers.require(ContainerRpcs.required(request.getContainerId()));
    ContainerStatusResponse plain =
        ContainerStatusResponse.newBuilder().setStatus(CriContainer.status(container)).build();
    if (!request.getVerbose()) {
      return CompletableFuture.completedFuture(plain);
    }
    try {
      return CompletableFuture.supplyAsync(
          () -> plain.toBuilder().putInfo("info", info(container)).build(), reads);
    } catch (RejectedExecutionException full) {
      throw Failure.wrap("the configuration of " + container.text() + " was not read", full);
    }
  }

  private String info(Container container) {
    try {
      return InfoJson.of(container, containers.runtimeSpec(container));
    } catch (IOException e) {
      throw Failure.wrap("the configuration of " + container.text() + " was not read", e);
    }
  }
}
