package io.crij.runtime.streaming.server;

import io.crij.operations.failure.Failure;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.ResourceExhausted;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a request with a good token into a SPDY or WebSocket session. Without one the answer is
 * always the same, whatever else is right or wrong.
 */
final class Upgrade {
  static final String PROTOCOL = "X-Stream-Protocol-Version";
  static final String ACCEPTED_PROTOCOLS = "X-Accepted-Stream-Protocol-Versions";
  private static final Pattern PATH =
      Pattern.compile("/(exec|attach|portforward)/([A-Za-z0-9_-]{32})");

  private final Tickets tickets;
  private final SpdyUpgrade spdy;
  private final WebSocketUpgrade webSocket;

  Upgrade(Tickets tickets, SpdyUpgrade spdy, WebSocketUpgrade webSocket) {
    this.tickets = tickets;
    this.spdy = spdy;
    this.webSocket = webSocket;
  }

  /** Empty when the connection is upgraded. */
  Optional<Refusal> decide(ChannelHandlerContext context, HttpRequest request) {
    Matcher path = PATH.matcher(request.uri());
    Optional<StreamTicket> ticket =
        path.matches() ? tickets.redeem(path.group(1), path.group(2)) : Optional.empty();
    if (ticket.isEmpty()) {
      return Optional.of(new Refusal(HttpResponseStatus.NOT_FOUND, "not found"));
    }
    try {
      return upgrade(context, request, ticket.get());
    } catch (Failure failure) {
      return Optional.of(new Refusal(statusOf(failure), failure.getMessage()));
    }
  }

  private Optional<Refusal> upgrade(
      ChannelHandlerContext context, HttpRequest request, StreamTicket ticket) {
    boolean wanted =
        request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderNames.UPGRADE, true);
    String protocol = request.headers().get(HttpHeaderNames.UPGRADE, "");
    if (wanted && protocol.equalsIgnoreCase(SpdyUpgrade.NAME)) {
      return spdy.upgrade(context, request, ticket);
    }
    if (wanted && protocol.equalsIgnoreCase("websocket")) {
      return webSocket.upgrade(context, request, ticket);
    }
    return Optional.of(
        new Refusal(HttpResponseStatus.BAD_REQUEST, "ask for an upgrade to SPDY/3.1 or websocket"));
  }

  /** The protocols that a client names in a header, in its order of preference. */
  static List<String> offered(HttpRequest request, CharSequence header) {
    return request.headers().getAll(header).stream()
        .flatMap(line -> Arrays.stream(line.split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static HttpResponseStatus statusOf(Failure failure) {
    return switch (failure) {
      case NotFound _ -> HttpResponseStatus.NOT_FOUND;
      case ResourceExhausted _ -> HttpResponseStatus.TOO_MANY_REQUESTS;
      default -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
