package io.crij.runtime.streaming.portforward;

import io.crij.runtime.streaming.connection.ClientConnection;
import io.crij.runtime.streaming.connection.ClientStream;
import io.crij.runtime.streaming.connection.StreamReceiver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One forwarded connection: bytes of the client's data stream to a port of the pod and back, each
 * direction ending by itself. What goes wrong is said on the error stream. On the loop of the
 * client's connection only.
 */
public final class Forward extends ChannelInboundHandlerAdapter implements StreamReceiver {
  private static final Logger log = LoggerFactory.getLogger(Forward.class);

  private final ClientConnection connection;
  private final PodPorts pod;
  private final int port;
  private final ClientStream data;
  private final ClientStream error;
  private final Runnable closed;
  private final Deque<ByteBuf> early = new ArrayDeque<>();
  private Optional<Channel> target = Optional.empty();
  private boolean clientEnded;
  private boolean podEnded;
  private boolean over;

  /**
   * @param closed called once at its end
   */
  public Forward(
      ClientConnection connection,
      PodPorts pod,
      int port,
      ClientStream data,
      ClientStream error,
      Runnable closed) {
    this.connection = connection;
    this.pod = pod;
    this.port = port;
    this.data = data;
    this.error = error;
    this.closed = closed;
  }

  public void begin() {
    var _ =
        pod.connect(connection.ioLoop(), port, this)
            .whenComplete(
                (channel, failure) -> connection.loop().execute(() -> connected(channel, failure)));
  }

  private void connected(Channel channel, Throwable failure) {
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      fail("failed to connect to localhost:" + port + " inside the pod, " + cause.getMessage());
      return;
    }
    if (over) {
      var _ = channel.close();
      return;
    }
    target = Optional.of(channel);
    early.forEach(bytes -> write(channel, bytes));
    early.clear();
    endPodsInput();
    readPodAgain();
  }

  @Override
  public void receive(ByteBuf bytes) {
    if (over || clientEnded) {
      bytes.release();
      return;
    }
    connection.buffered(bytes.readableBytes());
    if (target.isPresent()) {
      write(target.get(), bytes);
    } else {
      early.add(bytes);
    }
  }

  private void write(Channel channel, ByteBuf bytes) {
    int length = bytes.readableBytes();
    channel.writeAndFlush(bytes).addListener(_ -> connection.buffered(-length));
  }

  @Override
  public void ended() {
    clientEnded = true;
    endPodsInput();
    endWhenBothHave();
  }

  /** After all that the client sent before. */
  private void endPodsInput() {
    if (clientEnded && target.isPresent() && target.get().isActive()) {
      Channel channel = target.get();
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(
              _ -> {
                if (channel.isActive()) {
                  var _ = ((DuplexChannel) channel).shutdownOutput();
                }
              });
    }
  }

  @Override
  public void reset() {
    end();
  }

  public void writable() {
    readPodAgain();
  }

  private void readPodAgain() {
    target.ifPresent(channel -> channel.config().setAutoRead(connection.isWritable()));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    connection.noteTraffic();
    data.send((ByteBuf) message);
    if (!connection.isWritable()) {
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      podHasEnded();
    }
  }

  private void podHasEnded() {
    if (!podEnded) {
      podEnded = true;
      data.end();
      endWhenBothHave();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (target.isPresent()) {
      end();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (failure instanceof IOException) {
      log.debug("a forwarded connection broke", failure);
    } else {
      log.warn("a forwarded connection is given up", failure);
    }
    if (target.isPresent()) {
      fail(String.valueOf(failure.getMessage()));
    }
  }

  private void endWhenBothHave() {
    if (clientEnded && podEnded) {
      end();
    }
  }

  private void fail(String why) {
    if (!over) {
      String text = "error forwarding port " + port + " to pod " + pod.name() + ": " + why;
      error.send(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
      end();
    }
  }

  /** Ends both directions, or what is left of them. */
  public void end() {
    if (over) {
      return;
    }
    over = true;
    connection.buffered(-early.stream().mapToInt(ByteBuf::readableBytes).sum());
    early.forEach(ByteBuf::release);
    early.clear();
    data.end();
    error.end();
    target.ifPresent(
        channel -> {
          var _ = channel.close();
        });
    closed.run();
  }

  @Override
  public boolean isSharable() {
    // Of the two attempts to connect only one at a time has it.
    return true;
  }
}
