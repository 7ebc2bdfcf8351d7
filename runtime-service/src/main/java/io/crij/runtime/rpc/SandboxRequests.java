package io.crij.runtime.rpc;

import io.crij.cni.PortMapping;
import io.crij.cni.Protocol;
import io.crij.cri.v1.DNSConfig;
import io.crij.cri.v1.LinuxSandboxSecurityContext;
import io.crij.cri.v1.NamespaceMode;
import io.crij.cri.v1.NamespaceOption;
import io.crij.cri.v1.PodSandboxConfig;
import io.crij.operations.failure.InvalidArgument;
import io.crij.sandbox.DnsConfig;
import io.crij.sandbox.SandboxConfig;
import io.crij.sandbox.SandboxMetadata;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** From CRI's PodSandboxConfig to ours, which refuses what is not valid. */
final class SandboxRequests {
  private SandboxRequests() {}

  static SandboxConfig config(PodSandboxConfig config, String runtimeHandler) {
    if (config.hasWindows()) {
      throw new InvalidArgument("the pod sandbox is for Windows", "Leave config.windows out.");
    }
    LinuxSandboxSecurityContext security = config.getLinux().getSecurityContext();
    NamespaceOption namespaces = security.getNamespaceOptions();
    SandboxSecurity.require(security);
    requireNoUserNamespace(namespaces);
    return new SandboxConfig(
        metadata(config),
        config.getHostname(),
        logDirectory(config.getLogDirectory()),
        config.hasDnsConfig() ? dns(config.getDnsConfig()) : Optional.empty(),
        config.getPortMappingsList().stream().map(SandboxRequests::port).toList(),
        config.getLabelsMap(),
        config.getAnnotationsMap(),
        config.getLinux().getCgroupParent(),
        config.getLinux().getSysctlsMap(),
        mode(namespaces.getNetwork()),
        mode(namespaces.getPid()),
        mode(namespaces.getIpc()),
        security.getPrivileged(),
        runtimeHandler);
  }

  private static SandboxMetadata metadata(PodSandboxConfig config) {
    return new SandboxMetadata(
        config.getMetadata().getName(),
        config.getMetadata().getUid(),
        config.getMetadata().getNamespace(),
        config.getMetadata().getAttempt());
  }

  private static Optional<Path> logDirectory(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      throw new InvalidArgument(
          "the log directory of the pod sandbox is not a path", "Give an absolute path.", e);
    }
  }

  /** What says nothing asks for the node's own. */
  private static Optional<DnsConfig> dns(DNSConfig dns) {
    return dns.equals(DNSConfig.getDefaultInstance())
        ? Optional.empty()
        : Optional.of(
            new DnsConfig(dns.getServersList(), dns.getSearchesList(), dns.getOptionsList()));
  }

  private static PortMapping port(io.crij.cri.v1.PortMapping port) {
    Protocol protocol =
        switch (port.getProtocol()) {
          case TCP -> Protocol.TCP;
          case UDP -> Protocol.UDP;
          case SCTP -> Protocol.SCTP;
          case UNRECOGNIZED ->
              throw new InvalidArgument(
                  "the protocol " + port.getProtocolValue() + " of a port mapping is not known",
                  "Give TCP, UDP or SCTP.");
        };
    return new PortMapping(port.getHostPort(), port.getContainerPort(), protocol, port.getHostIp());
  }

  /** Only the node's is there; a pod that asks for its own must not get less protection. */
  private static void requireNoUserNamespace(NamespaceOption namespaces) {
    if (namespaces.hasUsernsOptions()
        && namespaces.getUsernsOptions().getMode() != NamespaceMode.NODE) {
      throw new InvalidArgument(
          "the pod sandbox asks for a user namespace, which no runtime handler here offers",
          "Set hostUsers: true in the pod, or choose another node.");
    }
  }

  private static io.crij.sandbox.NamespaceMode mode(NamespaceMode mode) {
    return switch (mode) {
      case POD -> io.crij.sandbox.NamespaceMode.POD;
      case CONTAINER -> io.crij.sandbox.NamespaceMode.CONTAINER;
      case NODE -> io.crij.sandbox.NamespaceMode.NODE;
      case TARGET -> io.crij.sandbox.NamespaceMode.TARGET;
      case UNRECOGNIZED ->
          throw new InvalidArgument(
              "a namespace mode of the pod sandbox is not known", "Give POD, CONTAINER or NODE.");
    };
  }
}
