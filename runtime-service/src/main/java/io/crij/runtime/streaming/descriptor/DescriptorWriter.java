package io.crij.runtime.streaming.descriptor;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a descriptor what it takes and keeps the rest, and tells how much that is. After an
 * error of the descriptor everything is dropped. On the event loop only.
 */
public final class DescriptorWriter {
  private static final Logger log = LoggerFactory.getLogger(DescriptorWriter.class);
  private final LoopDescriptor descriptor;
  private final int largestWrite;
  private final IntConsumer buffered;
  private final Deque<ByteBuf> waiting = new ArrayDeque<>();
  private Optional<Runnable> atEnd = Optional.empty();
  private boolean ready = true;
  private boolean broken;

  /**
   * @param largestWrite bytes of one write(2)
   * @param buffered is told how many bytes more wait, or less
   */
  public DescriptorWriter(LoopDescriptor descriptor, int largestWrite, IntConsumer buffered) {
    this.descriptor = descriptor;
    this.largestWrite = largestWrite;
    this.buffered = buffered;
    descriptor.whenReady(
        () -> {
          ready = true;
          writeSome();
        });
  }

  /** Takes the buffer. */
  public void write(ByteBuf data) {
    if (broken || atEnd.isPresent() || !data.isReadable()) {
      data.release();
      return;
    }
    waiting.add(data);
    buffered.accept(data.readableBytes());
    writeSome();
  }

  /** Runs {@code then} once everything is written, or at once when it cannot be. */
  public void end(Runnable then) {
    if (atEnd.isEmpty()) {
      atEnd = Optional.of(then);
      if (broken) {
        then.run();
      } else if (waiting.isEmpty()) {
        runOnce(then);
      }
    }
  }

  /** Drops what waits. */
  public void abandon() {
    broken = true;
    int dropped = waiting.stream().mapToInt(ByteBuf::readableBytes).sum();
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    buffered.accept(-dropped);
  }

  private void writeSome() {
    while (ready && !broken && !waiting.isEmpty()) {
      writeOnce(waiting.element());
    }
    if (waiting.isEmpty() && !broken) {
      atEnd.ifPresent(this::runOnce);
    }
  }

  private void runOnce(Runnable then) {
    broken = true;
    then.run();
  }

  private void writeOnce(ByteBuf data) {
    int length = Math.min(largestWrite, data.readableBytes());
    int count;
    try {
      if (!descriptor.isOpen()) {
        throw new IOException(descriptor.owner() + " is closed");
      }
      ByteBuffer source = direct(data, length);
      count = descriptor.fd().write(source, source.position(), source.limit());
    } catch (IOException failure) {
      // Who should read it has gone.
      log.debug("{} takes nothing more", descriptor.owner(), failure);
      Optional<Runnable> then = atEnd;
      abandon();
      then.ifPresent(Runnable::run);
      return;
    }
    if (count == 0) {
      ready = false;
      return;
    }
    data.skipBytes(count);
    buffered.accept(-count);
    if (!data.isReadable()) {
      waiting.remove().release();
    }
  }

  /** The native call takes direct memory only. */
  private static ByteBuffer direct(ByteBuf data, int length) {
    if (data.isDirect() && data.nioBufferCount() == 1) {
      return data.internalNioBuffer(data.readerIndex(), length);
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(length);
    data.getBytes(data.readerIndex(), copy);
    return copy.flip();
  }
}
