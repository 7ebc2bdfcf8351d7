package io.crij.e2e.harness;

import io.crij.cri.v1.ImageServiceGrpc;
import io.crij.cri.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import io.crij.cri.v1.ImageServiceGrpc.ImageServiceFutureStub;
import io.crij.cri.v1.RuntimeServiceGrpc;
import io.crij.cri.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import io.crij.cri.v1.RuntimeServiceGrpc.RuntimeServiceFutureStub;
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

/** The two CRI services behind one Unix socket, as the kubelet speaks to them. */
public final class CriClient implements AutoCloseable {
  /** For calls that need not say how long they may take. */
  public static final Duration LIMIT = Duration.ofSeconds(40);

  private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

  /** gRPC sets SO_KEEPALIVE on every socket, and Netty warns that a Unix socket has none. */
  private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap.Bootstrap");

  static {
    NETTY.setLevel(Level.SEVERE);
  }

  private final EventLoopGroup loop;
  private final ManagedChannel channel;

  public CriClient(Path socket) {
    loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    channel =
        NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(loop)
            .overrideAuthority("localhost")
            .maxInboundMessageSize(LARGEST_ANSWER)
            .usePlaintext()
            .build();
  }

  public ManagedChannel channel() {
    return channel;
  }

  public RuntimeServiceBlockingStub runtime() {
    return runtime(LIMIT);
  }

  public RuntimeServiceBlockingStub runtime(Duration deadline) {
    return RuntimeServiceGrpc.newBlockingStub(channel).withDeadlineAfter(deadline);
  }

  /** For calls that the test gives up or watches while they run. */
  public RuntimeServiceFutureStub runtimeLater(Duration deadline) {
    return RuntimeServiceGrpc.newFutureStub(channel).withDeadlineAfter(deadline);
  }

  public ImageServiceBlockingStub images() {
    return images(LIMIT);
  }

  public ImageServiceBlockingStub images(Duration deadline) {
    return ImageServiceGrpc.newBlockingStub(channel).withDeadlineAfter(deadline);
  }

  public ImageServiceFutureStub imagesLater(Duration deadline) {
    return ImageServiceGrpc.newFutureStub(channel).withDeadlineAfter(deadline);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var closing = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    closing.syncUninterruptibly();
  }
}
