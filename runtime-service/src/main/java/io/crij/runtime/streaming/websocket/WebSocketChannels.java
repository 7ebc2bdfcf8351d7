package io.crij.runtime.streaming.websocket;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.ClientStream;
import io.crij.runtime.streaming.connection.StreamReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Channels over one WebSocket: the first byte of each message says which it is of. */
final class WebSocketChannels extends ChannelInboundHandlerAdapter {
  private static final int CLOSE_SIGNAL = 255;

  private final ClientConnection connection;
  private final ChannelProtocol protocol;
  private final Map<Integer, StreamReceiver> receivers = new HashMap<>();

  WebSocketChannels(ClientConnection connection, ChannelProtocol protocol) {
    this.connection = connection;
    this.protocol = protocol;
  }

  void receiver(int channel, StreamReceiver receiver) {
    receivers.put(channel, receiver);
  }

  /** Towards the client. It has no end of its own: all end with the connection. */
  ClientStream stream(int channel) {
    return new Outgoing(channel);
  }

  private final class Outgoing implements ClientStream {
    private final int channel;
    private boolean ended;

    Outgoing(int channel) {
      this.channel = channel;
    }

    @Override
    public void send(ByteBuf data) {
      if (ended) {
        data.release();
      } else {
        int bytes = data.readableBytes();
        connection.send(frame(channel, data), bytes);
      }
    }

    @Override
    public void end() {
      ended = true;
    }

    @Override
    public void reset() {
      ended = true;
    }
  }

  private WebSocketFrame frame(int channel, ByteBuf data) {
    if (!protocol.isBase64()) {
      ByteBuf number = Unpooled.wrappedBuffer(new byte[] {(byte) channel});
      return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(number, data));
    }
    try {
      byte[] bytes = new byte[data.readableBytes()];
      data.readBytes(bytes);
      return new TextWebSocketFrame(channel + Base64.getEncoder().encodeToString(bytes));
    } finally {
      data.release();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof BinaryWebSocketFrame frame && !protocol.isBase64()) {
        binary(frame.content());
      } else if (message instanceof TextWebSocketFrame frame && protocol.isBase64()) {
        base64(frame.content());
      } else {
        connection.breakOffAfterLow(
            new CloseWebSocketFrame(WebSocketCloseStatus.INVALID_MESSAGE_TYPE));
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void binary(ByteBuf content) {
    if (!content.isReadable()) {
      return;
    }
    int channel = content.readUnsignedByte();
    if (channel == CLOSE_SIGNAL && protocol.hasCloseSignal()) {
      if (content.isReadable()) {
        Optional.ofNullable(receivers.get((int) content.readUnsignedByte()))
            .ifPresent(StreamReceiver::ended);
      }
    } else {
      pass(channel, content.retain());
    }
  }

  private void base64(ByteBuf content) {
    if (!content.isReadable()) {
      return;
    }
    int channel = Character.digit(content.readByte(), 10);
    try {
      byte[] bytes = Base64.getDecoder().decode(content.toString(StandardCharsets.ISO_8859_1));
      pass(channel, Unpooled.wrappedBuffer(bytes));
    } catch (IllegalArgumentException noBase64) {
      connection.breakOffAfterLow(
          new CloseWebSocketFrame(
              WebSocketCloseStatus.INVALID_PAYLOAD_DATA, noBase64.getMessage()));
    }
  }

  /** Takes the buffer. What is of no channel here is dropped. */
  private void pass(int channel, ByteBuf data) {
    StreamReceiver receiver = receivers.get(channel);
    if (receiver == null || !data.isReadable()) {
      data.release();
    } else {
      connection.noteTraffic();
      receiver.receive(data);
    }
  }
}
