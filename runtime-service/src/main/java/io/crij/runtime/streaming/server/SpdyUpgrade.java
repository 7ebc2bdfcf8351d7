package io.crij.runtime.streaming.server;

import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.MemoryShare;
import io.crij.runtime.streaming.portforward.PodPorts;
import io.crij.runtime.streaming.portforward.SpdyForwards;
import io.crij.runtime.streaming.spdy.CommandProtocol;
import io.crij.runtime.streaming.spdy.SpdyApplication;
import io.crij.runtime.streaming.spdy.SpdyCommand;
import io.crij.runtime.streaming.spdy.SpdyPipeline;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The upgrade to SPDY/3.1. */
final class SpdyUpgrade {
  static final String NAME = "SPDY/3.1";
  static final String PORT_FORWARD = "portforward.k8s.io";

  private final Sessions sessions;
  private final Duration idleTimeout;
  private final MemoryShare share;

  SpdyUpgrade(Sessions sessions, Duration idleTimeout, MemoryShare share) {
    this.sessions = sessions;
    this.idleTimeout = idleTimeout;
    this.share = share;
  }

  /** Empty when the connection is upgraded. */
  Optional<Refusal> upgrade(
      ChannelHandlerContext context, HttpRequest request, StreamTicket ticket) {
    List<String> offered = Upgrade.offered(request, Upgrade.PROTOCOL);
    return switch (ticket) {
      case StreamTicket.Exec exec ->
          command(context, offered, exec.streams(), () -> sessions.exec(exec));
      case StreamTicket.Attach attach ->
          command(context, offered, attach.streams(), () -> sessions.attach(attach));
      case StreamTicket.PortForward forward -> portForward(context, offered, forward);
    };
  }

  private Optional<Refusal> command(
      ChannelHandlerContext context,
      List<String> offered,
      CommandStreams streams,
      Supplier<CommandSession> source) {
    Optional<CommandProtocol> chosen =
        offered.isEmpty() ? Optional.of(CommandProtocol.V1) : CommandProtocol.choose(offered);
    if (chosen.isEmpty()) {
      return refusal(offered, CommandProtocol.names());
    }
    CommandSession session = source.get();
    switchTo(
        context,
        offered.isEmpty() ? Optional.empty() : Optional.of(chosen.get().text()),
        connection -> new SpdyCommand(connection, session, streams, chosen.get()));
    return Optional.empty();
  }

  private Optional<Refusal> portForward(
      ChannelHandlerContext context, List<String> offered, StreamTicket.PortForward ticket) {
    if (!offered.isEmpty() && !offered.contains(PORT_FORWARD)) {
      return refusal(offered, List.of(PORT_FORWARD));
    }
    PodPorts pod = sessions.portForward(ticket);
    switchTo(
        context,
        offered.isEmpty() ? Optional.empty() : Optional.of(PORT_FORWARD),
        connection -> new SpdyForwards(connection, pod));
    return Optional.empty();
  }

  private static Optional<Refusal> refusal(List<String> offered, List<String> accepted) {
    return Optional.of(
        new Refusal(
            HttpResponseStatus.FORBIDDEN,
            "none of the " + offered.size() + " protocol versions that were offered is known here",
            accepted));
  }

  private void switchTo(
      ChannelHandlerContext context,
      Optional<String> protocol,
      Function<ClientConnection, SpdyApplication> application) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
    response
        .headers()
        .set(HttpHeaderNames.CONNECTION, "Upgrade")
        .set(HttpHeaderNames.UPGRADE, NAME);
    protocol.ifPresent(name -> response.headers().set(Upgrade.PROTOCOL, name));
    var _ = context.writeAndFlush(response);
    ChannelPipeline pipeline = context.pipeline();
    ClientConnection connection =
        new ClientConnection(context.channel(), idleTimeout, () -> Unpooled.EMPTY_BUFFER, share);
    SpdyPipeline.add(pipeline, connection, application.apply(connection));
    // What the client has sent already goes on to the new handlers.
    pipeline.remove(HttpServerCodec.class);
    pipeline.remove(HttpGate.class);
  }
}
