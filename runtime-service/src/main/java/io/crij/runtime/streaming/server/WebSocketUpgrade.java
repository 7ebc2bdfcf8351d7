package io.crij.runtime.streaming.server;

import io.crij.runtime.streaming.command.CommandSession;
import io.crij.runtime.streaming.command.CommandStreams;
import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.MemoryShare;
import io.crij.runtime.streaming.portforward.PodPorts;
import io.crij.runtime.streaming.websocket.ChannelProtocol;
import io.crij.runtime.streaming.websocket.WebSocketPipeline;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The upgrade to a WebSocket. */
final class WebSocketUpgrade {
  private static final String TUNNEL = SpdyUpgrade.NAME + "+" + SpdyUpgrade.PORT_FORWARD;
  private static final List<ChannelProtocol> OLDER_FORWARDS =
      List.of(ChannelProtocol.V4, ChannelProtocol.V4_BASE64);

  private final Sessions sessions;
  private final Duration idleTimeout;
  private final MemoryShare share;

  WebSocketUpgrade(Sessions sessions, Duration idleTimeout, MemoryShare share) {
    this.sessions = sessions;
    this.idleTimeout = idleTimeout;
    this.share = share;
  }

  /** Empty when the connection is upgraded. */
  Optional<Refusal> upgrade(
      ChannelHandlerContext context, HttpRequest request, StreamTicket ticket) {
    return switch (ticket) {
      case StreamTicket.Exec exec ->
          command(context, request, exec.streams(), () -> sessions.exec(exec));
      case StreamTicket.Attach attach ->
          command(context, request, attach.streams(), () -> sessions.attach(attach));
      case StreamTicket.PortForward forward -> portForward(context, request, forward);
    };
  }

  private Optional<Refusal> command(
      ChannelHandlerContext context,
      HttpRequest request,
      CommandStreams streams,
      Supplier<CommandSession> source) {
    List<String> offered = Upgrade.offered(request, HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    Optional<ChannelProtocol> chosen =
        offered.isEmpty()
            ? Optional.of(ChannelProtocol.V1)
            : ChannelProtocol.choose(offered, ChannelProtocol.all());
    if (chosen.isEmpty()) {
      return unknown(ChannelProtocol.all().stream().map(ChannelProtocol::text).toList());
    }
    CommandSession session = source.get();
    return switchTo(
        context,
        request,
        offered.isEmpty() ? Optional.empty() : Optional.of(chosen.get().text()),
        connection ->
            WebSocketPipeline.command(
                context.pipeline(), connection, chosen.get(), streams, session));
  }

  private Optional<Refusal> portForward(
      ChannelHandlerContext context, HttpRequest request, StreamTicket.PortForward ticket) {
    List<String> offered = Upgrade.offered(request, HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    PodPorts pod = sessions.portForward(ticket);
    if (offered.contains(TUNNEL)) {
      return switchTo(
          context,
          request,
          Optional.of(TUNNEL),
          connection -> WebSocketPipeline.tunnel(context.pipeline(), connection, pod));
    }
    Optional<ChannelProtocol> chosen =
        offered.isEmpty()
            ? Optional.of(ChannelProtocol.V4)
            : ChannelProtocol.choose(offered, OLDER_FORWARDS);
    if (chosen.isEmpty()) {
      return unknown(List.of(TUNNEL, ChannelProtocol.V4.text(), ChannelProtocol.V4_BASE64.text()));
    }
    if (ticket.ports().isEmpty()) {
      return Optional.of(
          new Refusal(
              HttpResponseStatus.BAD_REQUEST,
              "this protocol needs the ports in the PortForward request"));
    }
    return switchTo(
        context,
        request,
        offered.isEmpty() ? Optional.empty() : Optional.of(chosen.get().text()),
        connection ->
            WebSocketPipeline.portForward(
                context.pipeline(), connection, chosen.get(), pod, ticket.ports()));
  }

  private static Optional<Refusal> unknown(List<String> accepted) {
    return Optional.of(
        new Refusal(
            HttpResponseStatus.FORBIDDEN,
            "none of the protocols that were offered is known here",
            accepted));
  }

  private Optional<Refusal> switchTo(
      ChannelHandlerContext context,
      HttpRequest request,
      Optional<String> protocol,
      Consumer<ClientConnection> begin) {
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(
                "",
                protocol.orElse(null),
                WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(WebSocketPipeline.LARGEST_MESSAGE)
                    .allowExtensions(false)
                    .build())
            .newHandshaker(request);
    if (handshaker == null) {
      return Optional.of(
          new Refusal(
              HttpResponseStatus.UPGRADE_REQUIRED, "only version 13 of WebSocket is known"));
    }
    try {
      var _ =
          handshaker.handshake(
              context.channel(),
              new DefaultFullHttpRequest(
                  request.protocolVersion(),
                  request.method(),
                  request.uri(),
                  Unpooled.EMPTY_BUFFER,
                  request.headers(),
                  new DefaultHttpHeaders()));
    } catch (WebSocketServerHandshakeException refused) {
      return Optional.of(
          new Refusal(HttpResponseStatus.BAD_REQUEST, String.valueOf(refused.getMessage())));
    }
    ClientConnection connection =
        new ClientConnection(
            context.channel(),
            idleTimeout,
            () -> new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE),
            share);
    begin.accept(connection);
    context.pipeline().remove(HttpGate.class);
    return Optional.empty();
  }
}
