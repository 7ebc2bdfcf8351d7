package io.crij.runtime.rpc;

import io.crij.cni.podcidr.PodCidrs;
import io.crij.cri.v1.UpdateRuntimeConfigRequest;
import io.crij.cri.v1.UpdateRuntimeConfigResponse;
import io.crij.operations.failure.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** CRI UpdateRuntimeConfig: the addresses for pods of this node. */
final class RuntimeConfigRpc {
  private final PodCidrs podCidrs;
  private final Executor threads;

  RuntimeConfigRpc(PodCidrs podCidrs, Executor threads) {
    this.podCidrs = podCidrs;
    this.threads = threads;
  }

  CompletableFuture<UpdateRuntimeConfigResponse> update(UpdateRuntimeConfigRequest request) {
    String cidr = request.getRuntimeConfig().getNetworkConfig().getPodCidr();
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            podCidrs.update(cidr);
            return UpdateRuntimeConfigResponse.getDefaultInstance();
          },
          threads);
    } catch (RejectedExecutionException full) {
      throw Failure.wrap("the pod CIDR was not changed", full);
    }
  }
}
