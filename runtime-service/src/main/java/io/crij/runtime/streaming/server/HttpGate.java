package io.crij.runtime.streaming.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first and only HTTP request of a connection: a whole one, without a body, soon. What it asks
 * for is {@link Upgrade}'s business.
 */
final class HttpGate extends SimpleChannelInboundHandler<HttpObject> {
  private static final Logger log = LoggerFactory.getLogger(HttpGate.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Upgrade upgrade;
  private final ServerLimits limits;
  private Optional<HttpRequest> request = Optional.empty();
  private boolean passed;

  HttpGate(Upgrade upgrade, ServerLimits limits) {
    this.upgrade = upgrade;
    this.limits = limits;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    var _ =
        context
            .executor()
            .schedule(
                () -> {
                  if (!passed) {
                    var _ = context.close();
                  }
                },
                PATIENCE.toNanos(),
                TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    pass();
    context.fireChannelInactive();
  }

  private void pass() {
    if (!passed) {
      passed = true;
      limits.passed();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (passed) {
      // After an answer nothing is listened to.
      return;
    }
    if (part.decoderResult().isFailure()) {
      refuse(context, statusOf(part.decoderResult().cause()), "this is no proper request");
      return;
    }
    if (part instanceof HttpRequest head) {
      request = Optional.of(head);
    }
    if (part instanceof HttpContent body && body.content().isReadable() || hasBody()) {
      refuse(context, HttpResponseStatus.BAD_REQUEST, "a request with a body is not taken");
    } else if (part instanceof LastHttpContent) {
      decide(context, request.orElseThrow());
    }
  }

  private boolean hasBody() {
    return request
        .filter(
            head ->
                head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                    || !head.headers().get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0"))
        .isPresent();
  }

  private static HttpResponseStatus statusOf(Throwable fault) {
    return switch (fault) {
      case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
      case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
      default -> HttpResponseStatus.BAD_REQUEST;
    };
  }

  private void decide(ChannelHandlerContext context, HttpRequest whole) {
    pass();
    Optional<Refusal> refusal = upgrade.decide(context, whole);
    refusal.ifPresent(reason -> answer(context, reason));
  }

  private void refuse(ChannelHandlerContext context, HttpResponseStatus status, String why) {
    pass();
    answer(context, new Refusal(status, why));
  }

  private static void answer(ChannelHandlerContext context, Refusal refusal) {
    ByteBuf text = Unpooled.copiedBuffer(refusal.text() + "\n", StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.status(), text);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (!refusal.accepted().isEmpty()) {
      response.headers().set(Upgrade.ACCEPTED_PROTOCOLS, refusal.accepted());
    }
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    log.debug("a client of the streaming server is given up before it asked for anything", failure);
    var _ = context.close();
  }
}
