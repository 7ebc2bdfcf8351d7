package io.crij.runtime.rpc;

import io.crij.cri.v1.RuntimeServiceGrpc;

/** Dispatches RuntimeService; what is not overridden is UNIMPLEMENTED. */
public final class RuntimeServiceRpc extends RuntimeServiceGrpc.RuntimeServiceImplBase {
  public RuntimeServiceRpc(RuntimeServiceParts parts) {
    var _ = parts;
  }
}
