package io.crij.deploy.client;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A gRPC channel to the daemon behind a Unix socket; connects with the first call. */
public final class DaemonChannel implements AutoCloseable {
  /** gRPC sets SO_KEEPALIVE on every socket, and Netty warns that a Unix socket has none. */
  private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap.Bootstrap");

  private static final int MAX_MESSAGE = 16 * 1024 * 1024;

  static {
    NETTY.setLevel(Level.SEVERE);
  }

  private final EventLoopGroup loop;
  private final ManagedChannel channel;

  public DaemonChannel(Path socket) {
    loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(loop)
            .overrideAuthority("localhost")
            .maxInboundMessageSize(MAX_MESSAGE)
            .usePlaintext()
            .build();
  }

  public Channel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var closing = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    closing.syncUninterruptibly();
  }
}
