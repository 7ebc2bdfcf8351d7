package io.crij.runtime.streaming.websocket;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pings, pongs and the closing handshake (RFC 6455). While the connection is held, so that pings of
 * the client are not even read, it sends pongs of its own accord: clients give up a server that
 * they do not hear.
 */
final class WebSocketControl extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(WebSocketControl.class);
  private static final long SIGN_OF_LIFE_SECONDS = 5;

  private final ClientConnection connection;

  WebSocketControl(ClientConnection connection) {
    this.connection = connection;
    Future<?> signs =
        connection
            .loop()
            .scheduleAtFixedRate(
                this::showLife, SIGN_OF_LIFE_SECONDS, SIGN_OF_LIFE_SECONDS, TimeUnit.SECONDS);
    connection.whenGone(() -> signs.cancel(false));
  }

  private void showLife() {
    if (connection.isHeld() && connection.isWritable() && !connection.isOver()) {
      connection.sendLow(new PongWebSocketFrame());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case PingWebSocketFrame ping -> answer(ping);
      case PongWebSocketFrame pong -> pong.release();
      case CloseWebSocketFrame close -> {
        // The same status back.
        connection.breakOffAfterLow(new CloseWebSocketFrame(true, 0, close.content()));
      }
      default -> context.fireChannelRead(message);
    }
  }

  /** A client that does not read gets no answers, so that they do not heap up. */
  private void answer(PingWebSocketFrame ping) {
    if (connection.isWritable()) {
      connection.sendLow(new PongWebSocketFrame(ping.content()));
    } else {
      ReferenceCountUtil.release(ping);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    switch (failure) {
      // The decoder has sent its own farewell.
      case CorruptedFrameException corrupted -> {
        log.info("a WebSocket client is given up: {}", corrupted.getMessage());
        connection.breakOff();
      }
      case TooLongFrameException tooLong -> {
        log.info("a WebSocket client is given up: {}", tooLong.getMessage());
        connection.breakOffAfterLow(new CloseWebSocketFrame(WebSocketCloseStatus.MESSAGE_TOO_BIG));
      }
      default -> context.fireExceptionCaught(failure);
    }
  }
}
