package io.crij.cni;

import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Host ports that a process of the node has: a rule for the same port would take its traffic away.
 * A look before the plugins run, not a lock: a process that comes later is not kept out.
 */
final class HostPorts {
  private static final Logger log = LoggerFactory.getLogger(HostPorts.class);
  private static final String IN_USE = "Address already in use";

  private HostPorts() {}

  /**
   * @throws FailedPrecondition naming the first port that is taken
   */
  static void requireFree(String podSandboxId, List<PortMapping> wanted) {
    for (PortMapping mapping : wanted) {
      if (isTaken(mapping)) {
        throw new FailedPrecondition(
            "Host port "
                + mapping.text()
                + " of pod sandbox "
                + podSandboxId
                + " is taken by a process of the node",
            "Use another host port, or end that process: ss -lnp names it.");
      }
    }
  }

  private static boolean isTaken(PortMapping mapping) {
    try {
      InetSocketAddress address =
          mapping.hostIp().isEmpty()
              ? new InetSocketAddress(mapping.hostPort())
              : new InetSocketAddress(InetAddress.ofLiteral(mapping.hostIp()), mapping.hostPort());
      bind(mapping.protocol(), address);
      return false;
    } catch (BindException refused) {
      // An address that the node has not yet is no reason to refuse.
      return String.valueOf(refused.getMessage()).contains(IN_USE);
    } catch (IOException unknown) {
      log.debug("whether {} is free is not known", mapping, unknown);
      return false;
    }
  }

  private static void bind(Protocol protocol, InetSocketAddress address) throws IOException {
    switch (protocol) {
      case TCP -> {
        try (ServerSocketChannel socket = ServerSocketChannel.open()) {
          socket.bind(address);
        }
      }
      case UDP -> {
        try (DatagramChannel socket = DatagramChannel.open()) {
          socket.bind(address);
        }
      }
      case SCTP -> log.trace("whether a process has {} cannot be told without SCTP", address);
    }
  }
}
