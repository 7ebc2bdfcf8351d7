package io.crij.runtime.streaming.spdy;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.ClientStream;
import io.crij.runtime.streaming.connection.StreamReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import java.util.Optional;

/** One stream: open until both sides have ended it, or one has reset it. */
final class SpdyStream implements ClientStream {
  private final ClientConnection connection;
  private final int id;
  private final Runnable closed;
  private Optional<StreamReceiver> receiver = Optional.empty();
  private boolean ourEnd;
  private boolean theirEnd;

  /**
   * @param closed called once when neither side may use it any more
   */
  SpdyStream(ClientConnection connection, int id, Runnable closed) {
    this.connection = connection;
    this.id = id;
    this.closed = closed;
  }

  void accepted(StreamReceiver target) {
    receiver = Optional.of(target);
  }

  boolean isOpen() {
    return !(ourEnd && theirEnd);
  }

  @Override
  public void send(ByteBuf data) {
    if (ourEnd) {
      data.release();
    } else {
      int bytes = data.readableBytes();
      connection.send(new DefaultSpdyDataFrame(id, data), bytes);
    }
  }

  @Override
  public void end() {
    if (!ourEnd) {
      SpdyDataFrame last = new DefaultSpdyDataFrame(id, Unpooled.EMPTY_BUFFER);
      last.setLast(true);
      connection.send(last);
      ourEnd = true;
      closeIfEnded();
    }
  }

  @Override
  public void reset() {
    if (isOpen()) {
      connection.send(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.CANCEL));
      forget();
    }
  }

  /** Takes the buffer. */
  void received(ByteBuf data) {
    if (theirEnd || receiver.isEmpty()) {
      data.release();
    } else {
      receiver.get().receive(data);
    }
  }

  void receivedEnd() {
    if (!theirEnd) {
      theirEnd = true;
      closeIfEnded();
      receiver.ifPresent(StreamReceiver::ended);
    }
  }

  void receivedReset() {
    if (isOpen()) {
      forget();
      receiver.ifPresent(StreamReceiver::reset);
    }
  }

  private void forget() {
    ourEnd = true;
    theirEnd = true;
    closed.run();
  }

  private void closeIfEnded() {
    if (!isOpen()) {
      closed.run();
    }
  }
}
