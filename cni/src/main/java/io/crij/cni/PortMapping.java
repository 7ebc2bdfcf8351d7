package io.crij.cni;

import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;

/**
 * A port of the host that leads into the pod (CRI {@code PortMapping}, CNI capability {@code
 * portMappings}).
 *
 * @param hostPort 0 means that nothing is mapped
 * @param containerPort port inside the pod
 * @param protocol transport protocol
 * @param hostIp address of the host as a literal; empty means all of them
 */
public record PortMapping(int hostPort, int containerPort, Protocol protocol, String hostIp) {

  public PortMapping {
    if (hostPort < 0 || hostPort > 65_535) {
      throw outOfRange("host port", hostPort);
    }
    if (containerPort < 1 || containerPort > 65_535) {
      throw outOfRange("container port", containerPort);
    }
    if (!hostIp.isEmpty() && !AddressText.isLiteral(hostIp)) {
      throw new InvalidArgument(
          "the host IP '" + PlainText.of(hostIp) + "' of a port mapping is not an address",
          "Give an IPv4 or IPv6 literal, or nothing for all addresses.");
    }
  }

  private static InvalidArgument outOfRange(String kind, int port) {
    return new InvalidArgument(
        "the " + kind + " " + port + " of a port mapping is out of range",
        "Give a port from 1 to 65535.");
  }

  /** Whether a packet could be meant for both. */
  boolean conflictsWith(PortMapping other) {
    return hostPort == other.hostPort
        && protocol == other.protocol
        && AddressText.overlap(hostIp, other.hostIp);
  }

  /** As in messages: {@code 127.0.0.1:8080/tcp}. */
  String text() {
    String port = hostPort + "/" + protocol.cniName();
    if (hostIp.isEmpty()) {
      return port;
    }
    return (hostIp.indexOf(':') >= 0 ? "[" + hostIp + "]" : hostIp) + ":" + port;
  }
}
