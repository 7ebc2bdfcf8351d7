package io.crij.runtime.streaming.server;

import io.crij.linux.thread.NamedThreads;
import io.crij.operations.failure.FailedPrecondition;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Listens for clients that come with the address of an Exec, Attach or PortForward. */
public final class StreamServer implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int LONGEST_LINE = 4 << 10;
  private static final int LARGEST_HEADERS = 16 << 10;
  private static final int BACKLOG = 512;
  private static final int LEAST_READ = 512;
  private static final int FIRST_READ = 4 << 10;
  private static final int LARGEST_READ = 32 << 10;
  private static final int FLUSHES = 32;
  private static final long END_SECONDS = 1;

  private final EventLoopGroup group;
  private final Channel listener;
  private final ChannelGroup clients;
  private final String base;

  private StreamServer(EventLoopGroup group, Channel listener, ChannelGroup clients, String base) {
    this.group = group;
    this.listener = listener;
    this.clients = clients;
    this.base = base;
  }

  /**
   * @throws FailedPrecondition when the address cannot be listened on
   */
  public static StreamServer start(ServerSettings settings, Tickets tickets, Sessions sessions) {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            THREADS, NamedThreads.platform("stream"), EpollIoHandler.newFactory());
    ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ServerLimits limits = new ServerLimits();
    Upgrade upgrade =
        new Upgrade(
            tickets,
            new SpdyUpgrade(sessions, settings.idleTimeout(), limits.share()),
            new WebSocketUpgrade(sessions, settings.idleTimeout(), limits.share()));
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, LARGEST_READ))
            .childHandler(new Clients(settings.tls(), upgrade, limits, clients))
            .bind(settings.address(), settings.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      group.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
      throw new FailedPrecondition(
          "the streaming server cannot listen on "
              + settings.address().getHostAddress()
              + " port "
              + settings.port(),
          "Give crij.api.stream_address and crij.api.stream_port of this node.",
          bound.cause());
    }
    InetSocketAddress address = (InetSocketAddress) bound.channel().localAddress();
    String scheme = settings.tls().isPresent() ? "https" : "http";
    String base = scheme + "://" + host(settings.address()) + ":" + address.getPort() + "/";
    return new StreamServer(group, bound.channel(), clients, base);
  }

  /** Clients are on this node: where all addresses are listened on, the loopback one is told. */
  private static String host(InetAddress address) {
    boolean six = address instanceof java.net.Inet6Address;
    if (address.isAnyLocalAddress()) {
      return six ? "[::1]" : "127.0.0.1";
    }
    return six ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
  }

  /** What a client is told: from the configuration, never from what a client sent. */
  public String url(StreamTicket ticket, String token) {
    return base + ticket.verb() + "/" + token;
  }

  /** The configured or chosen port. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  private static final class Clients extends ChannelInitializer<SocketChannel> {
    private final Optional<ServerTls> tls;
    private final Upgrade upgrade;
    private final ServerLimits limits;
    private final ChannelGroup open;

    Clients(Optional<ServerTls> tls, Upgrade upgrade, ServerLimits limits, ChannelGroup open) {
      this.tls = tls;
      this.upgrade = upgrade;
      this.limits = limits;
      this.open = open;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      channel.closeFuture().addListener(_ -> limits.closed());
      if (!limits.admit()) {
        limits.passed();
        var _ = channel.close();
        return;
      }
      open.add(channel);
      ChannelPipeline pipeline = channel.pipeline();
      tls.ifPresent(handler -> handler.addTo(channel));
      pipeline.addLast(
          new FlushConsolidationHandler(FLUSHES, true),
          new HttpServerCodec(
              new HttpDecoderConfig()
                  .setMaxInitialLineLength(LONGEST_LINE)
                  .setMaxHeaderSize(LARGEST_HEADERS)),
          new HttpGate(upgrade, limits));
    }
  }

  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    clients.close().awaitUninterruptibly();
    group.shutdownGracefully(0, END_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
