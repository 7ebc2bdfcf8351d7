package io.crij.runtime.streaming.descriptor;

import io.crij.linux.fd.Fd;
import io.crij.linux.socket.PacketSocket;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A descriptor that an event loop watches, and whose owner this is. Edge-triggered, since the end
 * of a pipe that nobody wants to read now would keep the loop busy otherwise. On the loop only.
 */
public final class LoopDescriptor implements EpollIoHandle {
  private static final Logger log = LoggerFactory.getLogger(LoopDescriptor.class);
  private static final EpollIoOps EVERYTHING =
      EpollIoOps.EPOLLIN
          .with(EpollIoOps.EPOLLOUT)
          .with(EpollIoOps.EPOLLRDHUP)
          .with(EpollIoOps.EPOLLET);

  private final Fd owner;
  private final FileDescriptor descriptor;
  private final List<Runnable> whenReady = new ArrayList<>();
  private Optional<IoRegistration> registration = Optional.empty();
  private boolean closed;

  private LoopDescriptor(Fd owner) {
    this.owner = owner;
    this.descriptor = new FileDescriptor(owner.number());
  }

  /**
   * @throws IOException when the descriptor cannot be watched; it is closed then
   */
  public static LoopDescriptor register(IoEventLoop loop, Fd fd) throws IOException {
    LoopDescriptor watched = new LoopDescriptor(fd);
    try {
      fd.setNonBlocking();
      Future<IoRegistration> registered = loop.register(watched);
      if (!registered.isSuccess()) {
        throw new IOException(fd + " cannot be watched", registered.cause());
      }
      watched.registration = Optional.of(registered.getNow());
      return watched;
    } catch (IOException | RuntimeException failure) {
      fd.close();
      throw failure;
    }
  }

  /** To be called when all readers and writers are there. */
  public void begin() {
    registration.ifPresent(registered -> registered.submit(EVERYTHING));
  }

  /** Of a packet socket: the other side sees the end, and can still be read from. */
  public void endPackets() throws IOException {
    if (!closed) {
      PacketSocket.endWriting(owner);
    }
  }

  Fd owner() {
    return owner;
  }

  void whenReady(Runnable listener) {
    whenReady.add(listener);
  }

  /** Begins, and calls {@code listener} at the first event; for what is readable at its end. */
  public void whenReadyOnce(Runnable listener) {
    whenReady.add(
        () -> {
          close();
          listener.run();
        });
    registration.ifPresent(registered -> registered.submit(EpollIoOps.EPOLLIN));
  }

  boolean isOpen() {
    return !closed;
  }

  @Override
  public FileDescriptor fd() {
    return descriptor;
  }

  @Override
  public void handle(IoRegistration registered, IoEvent event) {
    for (Runnable listener : List.copyOf(whenReady)) {
      try {
        listener.run();
      } catch (RuntimeException failure) {
        log.error("{} of a streaming session is given up", owner, failure);
        close();
      }
    }
  }

  /** Those who were interested so far hear nothing more. */
  public void forgetListeners() {
    whenReady.clear();
  }

  /** The descriptor for somebody else, no longer watched here; empty when it is closed. */
  public Optional<Fd> detach() {
    if (closed) {
      return Optional.empty();
    }
    closed = true;
    registration.ifPresent(IoRegistration::cancel);
    return Optional.of(owner);
  }

  /** May be repeated. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      registration.ifPresent(IoRegistration::cancel);
      owner.close();
    }
  }
}
