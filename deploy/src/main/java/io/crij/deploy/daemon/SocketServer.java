package io.crij.deploy.daemon;

import io.crij.linux.thread.NamedThreads;
import io.crij.operations.failure.FailedPrecondition;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * gRPC on the Unix socket, with limits on whatever a client may send: calls and resets of a
 * connection, the size of headers and messages.
 */
final class SocketServer implements AutoCloseable {
  private static final int MAX_MESSAGE = 8 * 1024 * 1024;

  /** Of all calls together, as a part of the heap; one message always fits. */
  private static final int REQUESTS_FRACTION = 6;

  private static final int MAX_METADATA = 8 * 1024;
  private static final int MAX_CALLS = 100;
  private static final int MAX_RESETS = 100;
  private static final int RESET_WINDOW_SECONDS = 10;
  private static final long HANDSHAKE_SECONDS = 10;
  private static final long KEEPALIVE_SECONDS = 10;
  private static final long GROUP_END_SECONDS = 1;

  private final Server server;
  private final EventLoopGroup group;

  private SocketServer(Server server, EventLoopGroup group) {
    this.server = server;
    this.group = group;
  }

  /**
   * Binds the socket, which nobody else may have, and serves.
   *
   * @param executor hands calls to services
   */
  static SocketServer start(ListenSocket socket, List<BindableService> services, Executor executor)
      throws IOException {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            1, NamedThreads.platform("socket"), EpollIoHandler.newFactory());
    RequestBudget budget =
        new RequestBudget(
            Math.max(MAX_MESSAGE, Runtime.getRuntime().maxMemory() / REQUESTS_FRACTION));
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new DomainSocketAddress(socket.path().toFile()))
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(group)
            .workerEventLoopGroup(group)
            .executor(executor)
            .maxInboundMessageSize(MAX_MESSAGE)
            .maxInboundMetadataSize(MAX_METADATA)
            .maxConcurrentCallsPerConnection(MAX_CALLS)
            .maxRstFramesPerWindow(MAX_RESETS, RESET_WINDOW_SECONDS)
            .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addStreamTracerFactory(budget)
            .intercept(budget)
            .intercept(new CallLog());
    services.forEach(builder::addService);
    SocketServer started = new SocketServer(builder.build(), group);
    try {
      started.server.start();
      socket.open();
    } catch (IOException e) {
      started.close();
      throw new FailedPrecondition(
          "crij.api.listen: the socket " + socket.path() + " cannot be made",
          "Choose another socket with --listen",
          e);
    }
    return started;
  }

  /** No new connection and no new call from now on; calls that run go on. */
  void stopAccepting() {
    server.shutdown();
  }

  /**
   * @return whether all calls have ended in time
   */
  boolean awaitCalls(Duration patience) throws InterruptedException {
    return server.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    server.shutdownNow();
    group.shutdownGracefully(0, GROUP_END_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
