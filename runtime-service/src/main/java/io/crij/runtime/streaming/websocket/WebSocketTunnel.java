package io.crij.runtime.streaming.websocket;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/** Bytes of another protocol in binary messages, whose bounds mean nothing. */
final class WebSocketTunnel extends ChannelDuplexHandler {
  private final ClientConnection connection;

  WebSocketTunnel(ClientConnection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof BinaryWebSocketFrame || message instanceof ContinuationWebSocketFrame) {
      context.fireChannelRead(((WebSocketFrame) message).content());
    } else {
      ReferenceCountUtil.release(message);
      connection.breakOffAfterLow(
          new CloseWebSocketFrame(WebSocketCloseStatus.INVALID_MESSAGE_TYPE));
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes) {
      var _ = context.write(new BinaryWebSocketFrame(bytes), promise);
    } else {
      var _ = context.write(message, promise);
    }
  }
}
