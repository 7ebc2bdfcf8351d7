package io.crij.runtime.streaming.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one client after its upgrade; last in its pipeline. On its event loop only.
 *
 * <p>Clients neither send nor obey the windows of SPDY, so that TCP carries the pressure: whoever
 * has too much of the client holds the connection, which is then not read; whoever writes looks at
 * {@link #isWritable} first.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter {
  /** Name of the lowest handler of a protocol, nearest to the network. */
  public static final String LOWEST = "lowest";

  private static final int CONTROL_BYTES = 64;
  private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

  /**
   * What the client still sends at the end is read that long, or its unread answer would be lost.
   */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final Channel channel;
  private final Duration idleTimeout;
  private final Supplier<Object> farewell;
  private final MemoryShare share;
  private final List<Runnable> whenWritable = new ArrayList<>();
  private final List<Runnable> whenGone = new ArrayList<>();
  private int holds;
  private int unsent;
  private boolean blocked;
  private int buffered;
  private boolean full;
  private boolean ending;
  private boolean gone;
  private long lastTraffic = System.nanoTime();

  /**
   * @param idleTimeout without any traffic but pings, the client is given up
   * @param farewell the last message of an orderly end, for {@link #sendLow}
   * @param share of the memory for what is buffered
   */
  public ClientConnection(
      Channel channel, Duration idleTimeout, Supplier<Object> farewell, MemoryShare share) {
    this.channel = channel;
    this.share = share;
    this.idleTimeout = idleTimeout;
    this.farewell = farewell;
    watchIdleness(idleTimeout.toNanos());
  }

  public EventLoop loop() {
    return channel.eventLoop();
  }

  /** The same, for descriptors of programs. */
  public IoEventLoop ioLoop() {
    return (IoEventLoop) channel.eventLoop();
  }

  public Channel channel() {
    return channel;
  }

  /** Writes a message of the protocol; what cannot be written any more is dropped. */
  public void send(Object message) {
    send(message, CONTROL_BYTES);
  }

  /**
   * As {@link #send(Object)} with so many bytes in it, that count as long as the client has not
   * taken them.
   */
  public void send(Object message, int bytes) {
    unsent += bytes;
    channel.writeAndFlush(message).addListener(_ -> sent(bytes));
  }

  private void sent(int bytes) {
    unsent -= bytes;
    if (blocked && unsent <= share.bytes() / 2) {
      blocked = false;
      List.copyOf(whenWritable).forEach(Runnable::run);
    }
  }

  /** As {@link #send}, past all handlers after the one named {@link #LOWEST}. */
  public void sendLow(Object message) {
    unsent += CONTROL_BYTES;
    writeLow(message).addListener(_ -> sent(CONTROL_BYTES));
  }

  private ChannelFuture writeLow(Object message) {
    ChannelHandlerContext lowest = channel.pipeline().context(LOWEST);
    return lowest == null
        ? channel.newFailedFuture(new ClosedChannelException())
        : lowest.writeAndFlush(message);
  }

  /** Whether there is room for more towards the client; if not, it will be told when there is. */
  public boolean isWritable() {
    if (unsent >= share.bytes()) {
      blocked = true;
    }
    return !blocked;
  }

  /** Whether the client has gone or nothing of it counts any more. */
  public boolean isOver() {
    return gone || ending;
  }

  /** Called each time when the client takes data again. */
  public void whenWritable(Runnable listener) {
    whenWritable.add(listener);
  }

  /**
   * Called once when the client has gone, also after {@link #finish}; at once if it has already.
   */
  public void whenGone(Runnable listener) {
    if (gone) {
      listener.run();
    } else {
      whenGone.add(listener);
    }
  }

  /** Nothing more is read until every hold is released. */
  public void hold() {
    holds++;
    channel.config().setAutoRead(false);
  }

  public void release() {
    holds--;
    if (holds == 0) {
      channel.config().setAutoRead(true);
    }
  }

  public boolean isHeld() {
    return holds > 0;
  }

  /**
   * Counts what waits to go on from the client, on all of its streams; it is not read while that is
   * too much.
   *
   * @param bytes less than 0 for what has gone on
   */
  public void buffered(int bytes) {
    buffered += bytes;
    if (!full && buffered > share.bytes()) {
      full = true;
      hold();
    } else if (full && buffered <= share.bytes() / 2) {
      full = false;
      release();
    }
  }

  /** Real data went either way. */
  public void noteTraffic() {
    lastTraffic = System.nanoTime();
  }

  private void watchIdleness(long nanos) {
    var _ = channel.eventLoop().schedule(this::endWhenIdle, nanos, TimeUnit.NANOSECONDS);
  }

  private void endWhenIdle() {
    if (gone) {
      return;
    }
    long left = idleTimeout.toNanos() - (System.nanoTime() - lastTraffic);
    if (left > 0) {
      watchIdleness(left);
    } else {
      log.info("a streaming client was idle for {} and is given up", idleTimeout);
      breakOff();
    }
  }

  /** Ends the connection after everything that was written, so that the client gets all of it. */
  public void finish() {
    if (ending || gone) {
      return;
    }
    ending = true;
    String anchor = channel.pipeline().context(SslHandler.class) == null ? "" : "tls";
    Discard discard = new Discard();
    if (anchor.isEmpty()) {
      channel.pipeline().addFirst(discard);
    } else {
      channel.pipeline().addAfter(anchor, "discard", discard);
    }
    channel.config().setAutoRead(true);
    writeLow(farewell.get()).addListener(_ -> sayFarewell());
  }

  private void sayFarewell() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      var _ = tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex && channel.isActive()) {
      var _ = duplex.shutdownOutput();
    }
    var _ = loop().schedule(this::breakOff, FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the connection at once. */
  public void breakOff() {
    var _ = channel.close();
  }

  /** As {@link #breakOff} after a last message, whether or not that can be sent. */
  public void breakOffAfter(Object message) {
    breakOffAfter(channel.writeAndFlush(message));
  }

  /** As {@link #breakOffAfter(Object)}, sent as {@link #sendLow} does. */
  public void breakOffAfterLow(Object message) {
    breakOffAfter(writeLow(message));
  }

  private void breakOffAfter(ChannelFuture last) {
    ending = true;
    // Not at once, since a decoder may be at work up the stack.
    last.addListener(_ -> loop().execute(this::breakOff));
    var _ = loop().schedule(this::breakOff, FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    gone = true;
    List<Runnable> listeners = List.copyOf(whenGone);
    whenGone.clear();
    listeners.forEach(Runnable::run);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    // What no protocol wanted.
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (failure instanceof IOException || failure instanceof PrematureChannelClosureException) {
      log.debug("the connection of a streaming client broke", failure);
    } else {
      log.warn("a streaming client is given up", failure);
    }
    breakOff();
  }

  /** In front of all protocols once nothing of the client counts any more. */
  private static final class Discard extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}
