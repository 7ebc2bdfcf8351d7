package io.crij.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An answer's body as a stream with backpressure whose reads fail when next to nothing comes for a
 * while. A slow reader, who unpacks, is no stall: only the time spent waiting for the network
 * counts.
 */
final class ProgressBody implements BodySubscriber<InputStream> {
  // Each item is about 16 KiB, so at most half a MiB waits for its reader.
  private static final int WINDOW = 32;

  /** Less in the time of a stall is none: a trickle would hold a pull for days. */
  private static final int PROGRESS = 4096;

  private sealed interface Event {
    record Data(List<ByteBuffer> buffers) implements Event {}

    record Broken(Throwable cause) implements Event {}

    record End() implements Event {}
  }

  /** Zero: never. */
  private final Duration stall;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
  private volatile boolean closed;

  ProgressBody(Duration stall) {
    this.stall = stall;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(new Body());
  }

  @Override
  public void onSubscribe(Flow.Subscription flow) {
    subscription.set(flow);
    if (closed) {
      flow.cancel();
    } else {
      flow.request(WINDOW);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    events.add(new Event.Data(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    events.add(new Event.Broken(cause));
  }

  @Override
  public void onComplete() {
    events.add(new Event.End());
  }

  private final class Body extends InputStream {
    private List<ByteBuffer> buffers = List.of();
    private int next;
    private long received;
    private long sinceProgress;
    private Duration waited = Duration.ZERO;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      while (!ended) {
        if (next < buffers.size()) {
          ByteBuffer buffer = buffers.get(next);
          int count = Math.min(length, buffer.remaining());
          if (count > 0) {
            buffer.get(target, offset, count);
            received += count;
            return count;
          }
          next++;
        } else {
          await();
        }
      }
      return -1;
    }

    private void await() throws IOException {
      if (closed) {
        throw new IOException("the answer is closed");
      }
      switch (nextEvent()) {
        case Event.Data(List<ByteBuffer> data) -> {
          buffers = data;
          next = 0;
          sinceProgress += data.stream().mapToLong(ByteBuffer::remaining).sum();
          if (sinceProgress >= PROGRESS) {
            sinceProgress = 0;
            waited = Duration.ZERO;
          }
          subscription.get().request(1);
        }
        case Event.Broken(Throwable cause) ->
            throw new IOException("the connection broke after " + received + " bytes", cause);
        case Event.End _ -> ended = true;
      }
    }

    private Event nextEvent() throws IOException {
      Event event;
      long start = System.nanoTime();
      try {
        event =
            stall.isZero()
                ? events.take()
                : events.poll(stall.minus(waited).toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      }
      waited = waited.plusNanos(System.nanoTime() - start);
      if (event == null) {
        close();
        throw new StalledException(stall, received);
      }
      return event;
    }

    @Override
    public void close() {
      closed = true;
      Optional.ofNullable(subscription.get()).ifPresent(Flow.Subscription::cancel);
      // Wakes a reader in another thread.
      events.add(new Event.Broken(new IOException("closed")));
    }
  }
}
