package io.crij.runtime.streaming.spdy;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.StreamReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.spdy.DefaultSpdyGoAwayFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyHeaders;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyProtocolException;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySessionStatus;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one connection, by the frames that Netty's codec reads and writes. Windows are
 * ignored, as the clients do; a fault of one stream never ends the others, a fault of the
 * connection is answered with GOAWAY.
 */
final class SpdyStreams extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(SpdyStreams.class);
  private static final int MOST_HEADERS = 100;

  /** Resets that we had to send; who goes on after that is no client. */
  private static final int MOST_FAULTS = 1000;

  private final ClientConnection connection;
  private final SpdyApplication application;
  private final Map<Integer, SpdyStream> open = new HashMap<>();
  private int lastId;
  private int faults;

  SpdyStreams(ClientConnection connection, SpdyApplication application) {
    this.connection = connection;
    this.application = application;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      switch (message) {
        case SpdySynStreamFrame frame -> opened(frame);
        case SpdyDataFrame frame -> data(frame);
        case SpdyRstStreamFrame frame ->
            Optional.ofNullable(open.get(frame.streamId())).ifPresent(SpdyStream::receivedReset);
        case SpdyPingFrame frame -> ping(frame);
        default -> log.trace("{} needs no answer", message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void opened(SpdySynStreamFrame frame) {
    int id = frame.streamId();
    if (id <= lastId || id % 2 == 0) {
      giveUp("stream " + id + " after stream " + lastId);
      return;
    }
    lastId = id;
    Map<String, String> headers = headers(frame.headers());
    if (frame.isInvalid() || frame.isTruncated() || headers.size() > MOST_HEADERS) {
      fault(id, SpdyStreamStatus.PROTOCOL_ERROR);
      return;
    }
    if (open.size() >= application.mostStreams()) {
      fault(id, SpdyStreamStatus.REFUSED_STREAM);
      return;
    }
    SpdyStream stream = new SpdyStream(connection, id, () -> open.remove(id));
    open.put(id, stream);
    // The answer comes before anything that the application sends.
    SpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(id);
    // Netty writes no header block for no headers, which clients cannot read.
    reply.headers().set("server", "crij");
    connection.send(reply);
    Optional<StreamReceiver> receiver = application.accept(stream, id, headers);
    if (receiver.isEmpty()) {
      noteFault();
      stream.reset();
      return;
    }
    stream.accepted(receiver.get());
    if (frame.isLast()) {
      stream.receivedEnd();
    }
  }

  private static Map<String, String> headers(SpdyHeaders headers) {
    Map<String, String> plain = new HashMap<>();
    headers.forEach(
        header ->
            plain.put(
                header.getKey().toString().toLowerCase(Locale.ROOT), header.getValue().toString()));
    return plain;
  }

  private void data(SpdyDataFrame frame) {
    SpdyStream stream = open.get(frame.streamId());
    if (stream == null) {
      // Of a stream that was open, it was under way when that ended.
      if (frame.streamId() > lastId || frame.streamId() % 2 == 0) {
        fault(frame.streamId(), SpdyStreamStatus.INVALID_STREAM);
      }
      return;
    }
    ByteBuf content = frame.content();
    if (content.isReadable()) {
      connection.noteTraffic();
      stream.received(content.retain());
    }
    if (frame.isLast()) {
      stream.receivedEnd();
    }
  }

  /** A client that does not read gets no answers, so that they do not heap up. */
  private void ping(SpdyPingFrame frame) {
    if (frame.id() % 2 != 0 && connection.isWritable()) {
      connection.send(new DefaultSpdyPingFrame(frame.id()));
    }
  }

  private void fault(int id, SpdyStreamStatus status) {
    if (noteFault()) {
      connection.send(new DefaultSpdyRstStreamFrame(id, status));
    }
  }

  private boolean noteFault() {
    faults++;
    if (faults > MOST_FAULTS) {
      giveUp("too many faults");
      return false;
    }
    return true;
  }

  private void giveUp(String why) {
    if (!connection.isOver()) {
      log.info("a SPDY client is given up: {}", why);
      connection.breakOffAfter(
          new DefaultSpdyGoAwayFrame(lastId, SpdySessionStatus.PROTOCOL_ERROR));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (failure instanceof SpdyProtocolException) {
      giveUp(String.valueOf(failure.getMessage()));
    } else {
      context.fireExceptionCaught(failure);
    }
  }
}
