package io.crij.runtime.streaming.portforward;

import io.crij.linux.namespace.NamespaceThread;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The ports of a pod on its loopback addresses, IPv4 first. Only the sockets are made in the pod's
 * network namespace, by a thread that ends right after; from then on an event loop has them.
 *
 * @param name of the pod's sandbox
 * @param network where the namespace is pinned; empty for the node's own
 * @param workers platform threads
 */
public record PodPorts(String name, Optional<Path> network, Executor workers) {
  private static final int CONNECT_MILLIS = 30_000;
  private static final byte[] IPV4 = {127, 0, 0, 1};
  private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private record Sockets(EpollSocketChannel four, Optional<EpollSocketChannel> six) {}

  /**
   * Connects to a port.
   *
   * @param handler of the connection
   * @return completes on the loop; fails with a sentence that names both attempts
   */
  CompletableFuture<Channel> connect(IoEventLoop loop, int port, ChannelHandler handler) {
    return CompletableFuture.supplyAsync(this::sockets, workers)
        .thenComposeAsync(sockets -> connect(loop, port, handler, sockets), loop);
  }

  private Sockets sockets() {
    try {
      return network.isPresent() ? NamespaceThread.call(network.get(), PodPorts::open) : open();
    } catch (Exception failure) {
      throw new java.util.concurrent.CompletionException(
          new IOException("the network namespace of the pod was not entered", failure));
    }
  }

  private static Sockets open() {
    EpollSocketChannel four = new EpollSocketChannel(SocketProtocolFamily.INET);
    try {
      return new Sockets(four, Optional.of(new EpollSocketChannel(SocketProtocolFamily.INET6)));
    } catch (io.netty.channel.ChannelException noIpv6) {
      return new Sockets(four, Optional.empty());
    }
  }

  private static CompletableFuture<Channel> connect(
      IoEventLoop loop, int port, ChannelHandler handler, Sockets sockets) {
    CompletableFuture<Channel> connected = new CompletableFuture<>();
    attempt(loop, sockets.four(), address(IPV4, port), handler)
        .addListener(
            first -> {
              if (first.isSuccess()) {
                sockets.six().ifPresent(PodPorts::closeUnused);
                connected.complete(sockets.four());
              } else if (sockets.six().isEmpty()) {
                connected.completeExceptionally(new IOException("IPv4: " + reason(first.cause())));
              } else {
                attempt(loop, sockets.six().get(), address(IPV6, port), handler)
                    .addListener(
                        second -> {
                          if (second.isSuccess()) {
                            connected.complete(sockets.six().get());
                          } else {
                            connected.completeExceptionally(
                                new IOException(
                                    "IPv4: "
                                        + reason(first.cause())
                                        + ", IPv6: "
                                        + reason(second.cause())));
                          }
                        });
              }
            });
    return connected;
  }

  private static ChannelFuture attempt(
      IoEventLoop loop,
      EpollSocketChannel socket,
      InetSocketAddress address,
      ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(() -> socket)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.AUTO_READ, false)
        .handler(handler)
        .connect(address);
  }

  private static InetSocketAddress address(byte[] loopback, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(loopback), port);
    } catch (java.net.UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A channel that no loop has ever had is closed by its own means. */
  private static void closeUnused(EpollSocketChannel socket) {
    socket.unsafe().closeForcibly();
  }

  /** As the kernel says it: "connection refused". */
  private static String reason(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    int colon = text.indexOf(": ");
    if (failure instanceof java.net.ConnectException && text.contains("refused")) {
      return "connect: connection refused";
    }
    return colon < 0 ? text : text.substring(0, colon);
  }
}
