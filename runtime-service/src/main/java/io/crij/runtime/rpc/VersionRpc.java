package io.crij.runtime.rpc;

import io.crij.cri.v1.VersionResponse;

/** CRI Version. Clients ask with an empty version or one of their own; the answer is the same. */
final class VersionRpc {
  private static final String KUBELET_API = "0.1.0";
  private static final String CRI_API = "v1";

  private final String version;

  VersionRpc(String version) {
    this.version = version;
  }

  VersionResponse answer() {
    return VersionResponse.newBuilder()
        .setVersion(KUBELET_API)
        .setRuntimeName("crij")
        .setRuntimeVersion(version)
        .setRuntimeApiVersion(CRI_API)
        .build();
  }
}
