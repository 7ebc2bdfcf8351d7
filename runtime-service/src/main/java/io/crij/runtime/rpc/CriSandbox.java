package io.crij.runtime.rpc;

import io.crij.cri.v1.LinuxPodSandboxStatus;
import io.crij.cri.v1.Namespace;
import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.PodIP;
import io.crij.cri.v1.PodSandbox;
import io.crij.cri.v1.PodSandboxMetadata;
import io.crij.cri.v1.PodSandboxNetworkStatus;
import io.crij.cri.v1.PodSandboxState;
import io.crij.cri.v1.PodSandboxStatus;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.SandboxConfig;
import io.crij.sandbox.SandboxMetadata;
import io.crij.sandbox.SandboxState;
import java.util.List;

/** Pod sandboxes as CRI shows them. */
final class CriSandbox {
  private CriSandbox() {}

  /** Whether CRI shows it at all: one that is being made is nobody's yet. */
  static boolean isVisible(Sandbox sandbox) {
    return !(sandbox.state() instanceof SandboxState.Creating);
  }

  static PodSandbox listed(Sandbox sandbox) {
    SandboxConfig config = sandbox.config();
    return PodSandbox.newBuilder()
        .setId(sandbox.id())
        .setMetadata(metadata(config.metadata()))
        .setState(state(sandbox))
        .setCreatedAt(Timestamps.nanos(sandbox.createdAt()))
        .putAllLabels(config.labels())
        .putAllAnnotations(config.annotations())
        .setRuntimeHandler(config.runtimeHandler())
        .build();
  }

  static PodSandboxStatus status(Sandbox sandbox) {
    SandboxConfig config = sandbox.config();
    return PodSandboxStatus.newBuilder()
        .setId(sandbox.id())
        .setMetadata(metadata(config.metadata()))
        .setState(state(sandbox))
        .setCreatedAt(Timestamps.nanos(sandbox.createdAt()))
        .setNetwork(network(sandbox.ips()))
        .setLinux(
            LinuxPodSandboxStatus.newBuilder()
                .setNamespaces(Namespace.newBuilder().setOptions(namespaces(config))))
        .putAllLabels(config.labels())
        .putAllAnnotations(config.annotations())
        .setRuntimeHandler(config.runtimeHandler())
        .build();
  }

  static PodSandboxState state(Sandbox sandbox) {
    return sandbox.state().isReady()
        ? PodSandboxState.SANDBOX_READY
        : PodSandboxState.SANDBOX_NOTREADY;
  }

  private static PodSandboxMetadata metadata(SandboxMetadata metadata) {
    return PodSandboxMetadata.newBuilder()
        .setName(metadata.name())
        .setUid(metadata.uid())
        .setNamespace(metadata.namespace())
        .setAttempt(metadata.attempt())
        .build();
  }

  /** The first address, then the others without it. */
  private static PodSandboxNetworkStatus network(List<String> ips) {
    PodSandboxNetworkStatus.Builder network = PodSandboxNetworkStatus.newBuilder();
    ips.stream().findFirst().ifPresent(network::setIp);
    ips.stream().skip(1).forEach(ip -> network.addAdditionalIps(PodIP.newBuilder().setIp(ip)));
    return network.build();
  }

  private static NamespaceOption namespaces(SandboxConfig config) {
    return NamespaceOption.newBuilder()
        .setNetwork(mode(config.network()))
        .setPid(mode(config.pid()))
        .setIpc(mode(config.ipc()))
        .build();
  }

  private static NamespaceMode mode(io.crij.sandbox.NamespaceMode mode) {
    return switch (mode) {
      case POD -> NamespaceMode.POD;
      case CONTAINER -> NamespaceMode.CONTAINER;
      case NODE -> NamespaceMode.NODE;
      case TARGET -> NamespaceMode.TARGET;
    };
  }
}
