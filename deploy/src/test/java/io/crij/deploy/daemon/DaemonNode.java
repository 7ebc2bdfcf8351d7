package io.crij.deploy.daemon;

import io.crij.cri.v1.ImageServiceGrpc;
import io.crij.cri.v1.RuntimeServiceGrpc;
import io.crij.deploy.config.ConfigSources;
import io.crij.deploy.config.Configuration;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A folder that a test's daemon has everything under, and a client of its socket. */
record DaemonNode(Path folder) {
  Path root() {
    return folder.resolve("root");
  }

  Path runroot() {
    return folder.resolve("runroot");
  }

  Path socket() {
    return folder.resolve("crij.sock");
  }

  /** As flags would set it; {@code more} beats. */
  Configuration configuration(Map<String, String> more) {
    Map<String, String> flags =
        new HashMap<>(
            Map.of(
                "--root", root().toString(),
                "--runroot", runroot().toString(),
                "--listen", socket().toString(),
                "--cni-config-dir", folder.resolve("cni").toString(),
                "--cni-plugin-dir", folder.toString()));
    flags.putAll(more);
    Map<String, List<String>> words = new HashMap<>();
    flags.forEach((flag, word) -> words.put(flag, List.of(word)));
    return Configuration.of(new ConfigSources(Optional.empty(), Optional.of(folder), words).read());
  }

  Client connect() {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    return new Client(
        group,
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket().toFile()))
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(group)
            .usePlaintext()
            .build());
  }

  record Client(EventLoopGroup group, ManagedChannel channel) implements AutoCloseable {
    RuntimeServiceGrpc.RuntimeServiceBlockingStub runtime() {
      return RuntimeServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    ImageServiceGrpc.ImageServiceBlockingStub images() {
      return ImageServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      channel.shutdownNow();
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
