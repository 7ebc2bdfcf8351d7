package io.crij.deploy.training;

import io.crij.cri.v1.ImageServiceGrpc;
import io.crij.cri.v1.RuntimeServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Asks a daemon what a kubelet asks it right after it connected. */
final class SocketTraining {
  /** Calls that read only. */
  private static final Set<String> FIRST_CALLS =
      Set.of(
          "Version",
          "Status",
          "RuntimeConfig",
          "ListPodSandbox",
          "ListContainers",
          "ListImages",
          "ImageStatus",
          "ImageFsInfo",
          "PodSandboxStatus",
          "ContainerStatus");

  private static final int ROUNDS = 50;

  private SocketTraining() {}

  static void ask(Path socket) throws InterruptedException {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
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
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
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
