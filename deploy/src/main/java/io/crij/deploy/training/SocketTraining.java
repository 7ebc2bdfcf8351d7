package io.crij.deploy.training;

import io.crij.cri.v1.ImageServiceGrpc;
import io.crij.cri.v1.RuntimeServiceGrpc;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Serves the given services on a socket in a folder of its own and asks them, as kubelet does. */
final class SocketTraining {
  /** Calls that read only, and that a kubelet makes right after it connected. */
  private static final Set<String> FIRST_CALLS =
      Set.of(
          "Version",
          "Status",
          "RuntimeConfig",
          "ListPodSandbox",
          "ListContainers",
          "ListImages",
          "ImageFsInfo");

  private static final int ROUNDS = 50;

  private final List<BindableService> services;

  SocketTraining(List<BindableService> services) {
    this.services = services;
  }

  void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("crij-training");
    Path socket = folder.resolve("crij.sock");
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      serveAndAsk(new DomainSocketAddress(socket.toFile()), group);
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
      Files.deleteIfExists(socket);
      Files.delete(folder);
    }
  }

  private void serveAndAsk(DomainSocketAddress address, EventLoopGroup group)
      throws IOException, InterruptedException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(group)
            .workerEventLoopGroup(group);
    services.forEach(builder::addService);
    Server server = builder.build().start();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address)
            .channelType(EpollDomainSocketChannel.class)
            .eventLoopGroup(group)
            .usePlaintext()
            .build();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        ask(channel, RuntimeServiceGrpc.getServiceDescriptor());
        ask(channel, ImageServiceGrpc.getServiceDescriptor());
      }
    } finally {
      channel.shutdownNow();
      server.shutdownNow().awaitTermination();
    }
  }

  private static void ask(ManagedChannel channel, ServiceDescriptor service) {
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      if (FIRST_CALLS.contains(method.getBareMethodName())) {
        askWithDefaults(channel, method);
      }
    }
  }

  private static <Q, A> void askWithDefaults(
      ManagedChannel channel, MethodDescriptor<Q, A> method) {
    Q request = method.parseRequest(new ByteArrayInputStream(new byte[0]));
    try {
      ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
    } catch (StatusRuntimeException e) {
      // An answer with an error is an answer; only silence spoils the training.
      if (e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
        throw e;
      }
    }
  }
}
