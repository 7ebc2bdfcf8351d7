package io.crij.runtime.streaming.attach;

import io.crij.linux.fd.Fd;
import io.crij.runtime.streaming.descriptor.DescriptorReader;
import io.crij.runtime.streaming.descriptor.LoopDescriptor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The clients of one container. For one whose standard input ends with its first client, conmon
 * takes any connection that ends for that client: those that only looked at the output are kept
 * open, their output dropped, and used again by the next who only looks. Any thread.
 */
final class AttachedClients {
  private static final int MOST = 32;

  private final boolean stdinOnce;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private int clients;

  private record Idle(IoEventLoop loop, LoopDescriptor socket) {}

  AttachedClients(boolean stdinOnce) {
    this.stdinOnce = stdinOnce;
  }

  /** False when there are too many. */
  synchronized boolean add() {
    if (clients == MOST) {
      return false;
    }
    clients++;
    return true;
  }

  synchronized void remove() {
    clients--;
  }

  synchronized boolean isFull() {
    return clients == MOST;
  }

  synchronized boolean isEmpty() {
    return clients == 0 && idle.isEmpty();
  }

  boolean endsWithFirst() {
    return stdinOnce;
  }

  /** On the loop of the socket. */
  void keepIdle(IoEventLoop loop, LoopDescriptor socket) {
    Idle kept = new Idle(loop, socket);
    socket.forgetListeners();
    DescriptorReader reader =
        new DescriptorReader(
            loop,
            socket,
            new DescriptorReader.Receiver() {
              @Override
              public void read(ByteBuf data) {
                data.release();
              }

              @Override
              public void ended() {
                forget(kept);
              }
            });
    reader.readNow();
    synchronized (this) {
      idle.add(kept);
    }
  }

  private void forget(Idle kept) {
    kept.socket().close();
    synchronized (this) {
      idle.remove(kept);
    }
  }

  /** A connection that nobody looks at, once its loop has let go of it. */
  Optional<CompletableFuture<Fd>> takeIdle() {
    Optional<Idle> taken;
    synchronized (this) {
      taken = Optional.ofNullable(idle.poll());
    }
    return taken.map(AttachedClients::letGo);
  }

  private static CompletableFuture<Fd> letGo(Idle taken) {
    CompletableFuture<Fd> free = new CompletableFuture<>();
    taken
        .loop()
        .execute(
            () ->
                taken
                    .socket()
                    .detach()
                    .ifPresentOrElse(
                        free::complete,
                        () -> free.completeExceptionally(new IOException("it has ended"))));
    return free;
  }
}
