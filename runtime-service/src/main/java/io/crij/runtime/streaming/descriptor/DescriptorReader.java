package io.crij.runtime.streaming.descriptor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a descriptor to its end, unless it is paused. On the event loop only. */
public final class DescriptorReader {
  private static final Logger log = LoggerFactory.getLogger(DescriptorReader.class);

  /** More than any packet of a monitor, 8 KiB; of a larger one the kernel would drop the rest. */
  private static final int LARGEST_READ = 32 << 10;

  /** A buffer that is filled less is copied to one that fits. */
  private static final int WELL_FILLED = 16 << 10;

  private static final int READS_AT_A_TIME = 8;

  /** Who gets what is read. */
  public interface Receiver {
    /** Takes the buffer; may pause the reader. */
    void read(ByteBuf data);

    /** Called once, also after an error of the descriptor. */
    void ended();
  }

  private final IoEventLoop loop;
  private final LoopDescriptor descriptor;
  private final Receiver receiver;
  private boolean paused;
  private boolean ready;
  private boolean ended;
  private boolean scheduled;
  private long total;

  public DescriptorReader(IoEventLoop loop, LoopDescriptor descriptor, Receiver receiver) {
    this.loop = loop;
    this.descriptor = descriptor;
    this.receiver = receiver;
    descriptor.whenReady(this::becomeReady);
  }

  public void pause() {
    paused = true;
  }

  public void resume() {
    if (paused) {
      paused = false;
      readLater();
    }
  }

  public boolean isPaused() {
    return paused;
  }

  /** For a descriptor that was watched before this reader was there. */
  public void readNow() {
    becomeReady();
  }

  /** Whether it waits for the kernel, which has nothing. */
  public boolean isQuiet() {
    return ended || (!paused && !ready);
  }

  public boolean isEnded() {
    return ended;
  }

  /** How many bytes were read so far. */
  public long total() {
    return total;
  }

  private void becomeReady() {
    ready = true;
    readSome();
  }

  private void readLater() {
    if (!scheduled) {
      scheduled = true;
      loop.execute(
          () -> {
            scheduled = false;
            readSome();
          });
    }
  }

  private void readSome() {
    for (int reads = 0; ready && !paused && !ended; reads++) {
      if (reads == READS_AT_A_TIME) {
        // Others of this loop have their turn.
        readLater();
        return;
      }
      readOnce();
    }
  }

  private void readOnce() {
    if (!descriptor.isOpen()) {
      end();
      return;
    }
    ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(LARGEST_READ, LARGEST_READ);
    int count;
    try {
      ByteBuffer target = buffer.internalNioBuffer(0, LARGEST_READ);
      count = descriptor.fd().read(target, target.position(), target.limit());
    } catch (IOException failure) {
      // EIO is how a terminal tells its end.
      log.debug("{} has ended", descriptor.owner(), failure);
      count = -1;
    }
    if (count > 0) {
      total += count;
      receiver.read(fitting(buffer, count));
      return;
    }
    buffer.release();
    if (count == 0) {
      ready = false;
    } else {
      end();
    }
  }

  private static ByteBuf fitting(ByteBuf buffer, int count) {
    buffer.writerIndex(count);
    if (count >= WELL_FILLED) {
      return buffer;
    }
    try {
      return ByteBufAllocator.DEFAULT.directBuffer(count).writeBytes(buffer);
    } finally {
      buffer.release();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      receiver.ended();
    }
  }
}
