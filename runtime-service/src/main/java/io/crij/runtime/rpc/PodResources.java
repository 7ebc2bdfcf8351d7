package io.crij.runtime.rpc;

import io.crij.cri.v1.LinuxContainerResources;
import io.crij.cri.v1.UpdatePodSandboxResourcesRequest;
import io.crij.cri.v1.UpdatePodSandboxResourcesResponse;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.cgroup.GroupLimits;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.runtime.container.Containers;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.Sandboxes;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * CRI UpdatePodSandboxResources. A group that was there before the pod is the kubelet's, who has
 * changed it before it calls; one of our own gets what the pod and its overhead may use together.
 */
final class PodResources {
  private final Sandboxes sandboxes;
  private final Containers containers;
  private final Cgroups cgroups;
  private final Executor threads;

  PodResources(Sandboxes sandboxes, Containers containers, Cgroups cgroups, Executor threads) {
    this.sandboxes = sandboxes;
    this.containers = containers;
    this.cgroups = cgroups;
    this.threads = threads;
  }

  CompletableFuture<UpdatePodSandboxResourcesResponse> update(
      UpdatePodSandboxResourcesRequest request) {
    if (request.getPodSandboxId().isEmpty()) {
      throw new InvalidArgument("the request names no pod sandbox", "Set pod_sandbox_id.");
    }
    Sandbox pod = sandboxes.require(request.getPodSandboxId());
    if (!pod.state().isReady()) {
      throw new FailedPrecondition(
          pod.text() + " is not ready, so nothing limits it",
          "Give the resources to the next pod sandbox.");
    }
    GroupLimits limits =
        containers.limits(
            together(request.getResources(), request.getOverhead()), pod.config().runtimeHandler());
    if (!sandboxes.hasOwnCgroup(pod)) {
      return CompletableFuture.completedFuture(
          UpdatePodSandboxResourcesResponse.getDefaultInstance());
    }
    try {
      return CompletableFuture.supplyAsync(() -> set(pod, limits), threads);
    } catch (RejectedExecutionException full) {
      throw Failure.wrap("the resources of " + pod.text() + " were not changed", full);
    }
  }

  private UpdatePodSandboxResourcesResponse set(Sandbox pod, GroupLimits limits) {
    CgroupPath group = pod.places().cgroupParent();
    try {
      var _ = cgroups.setLimits(group, limits);
      return UpdatePodSandboxResourcesResponse.getDefaultInstance();
    } catch (IOException e) {
      throw Failure.wrap("the resources of " + pod.text() + " were not changed", e);
    }
  }

  /** What is not limited for the containers is not limited for the pod. */
  static LinuxContainerResources together(
      LinuxContainerResources resources, LinuxContainerResources overhead) {
    LinuxContainerResources.Builder sum = resources.toBuilder();
    if (resources.getCpuShares() > 0) {
      sum.setCpuShares(resources.getCpuShares() + overhead.getCpuShares());
    }
    if (resources.getCpuQuota() > 0 && overhead.getCpuQuota() > 0) {
      double period = period(resources) / (double) period(overhead);
      sum.setCpuQuota(resources.getCpuQuota() + Math.round(overhead.getCpuQuota() * period));
    }
    if (resources.getMemoryLimitInBytes() > 0 && overhead.getMemoryLimitInBytes() > 0) {
      sum.setMemoryLimitInBytes(
          resources.getMemoryLimitInBytes() + overhead.getMemoryLimitInBytes());
    }
    if (resources.getMemorySwapLimitInBytes() > 0 && overhead.getMemoryLimitInBytes() > 0) {
      sum.setMemorySwapLimitInBytes(
          resources.getMemorySwapLimitInBytes() + overhead.getMemoryLimitInBytes());
    }
    return sum.build();
  }

  private static long period(LinuxContainerResources resources) {
    return resources.getCpuPeriod() > 0 ? resources.getCpuPeriod() : 100_000;
  }
}
