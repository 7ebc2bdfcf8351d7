package io.crij.deploy.quickstart;

import io.crij.cri.v1.ImageServiceGrpc;
import io.crij.cri.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.crij.cri.v1.RuntimeServiceGrpc;
import io.crij.cri.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The two CRI services behind one Unix socket. Each call gets its own deadline. */
final class CriClient implements AutoCloseable {
  /** gRPC sets SO_KEEPALIVE on every socket, and Netty warns that a Unix socket has none. */
  private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap.Bootstrap");

  static {
    NETTY.setLevel(Level.SEVERE);
  }

  private final EventLoopGroup loop;
  private final ManagedChannel channel;

  CriClient(Path socket) {
    loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(loop)
            .overrideAuthority("localhost")
            .usePlaintext()
            .build();
  }

  RuntimeServiceBlockingStub runtime(Duration deadline) {
    return RuntimeServiceGrpc.newBlockingStub(channel).withDeadlineAfter(deadline);
  }

  ImageServiceBlockingStub images(Duration deadline) {
    return ImageServiceGrpc.newBlockingStub(channel).withDeadlineAfter(deadline);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var closing = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    closing.syncUninterruptibly();
  }
}
