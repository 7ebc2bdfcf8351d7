package io.crij.image.layer;

import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a stream on a thread of its own while the caller works on what is there. At most {@value
 * #CHUNKS} chunks wait. What the source throws comes out here, after the bytes before it.
 */
final class ReadAhead extends InputStream {
  private static final int CHUNKS = 8;
  private static final int CHUNK_BYTES = 128 * 1024;

  /** What {@link #close} does to a source in which the thread may be reading. */
  enum Closing {
    /** Closes it at once, which ends a read that waits. */
    WAKES_READER,
    /** Closes it when the thread has ended: an interrupt ends every wait of its reads. */
    AFTER_READER
  }

  private sealed interface Message {}

  private record Chunk(byte[] bytes, int length) implements Message {}

  private record End() implements Message {}

  private record Broken(Failure failure) implements Message {}

  private final String what;
  private final InputStream in;
  private final Closing closing;
  private final BlockingQueue<Message> filled = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(CHUNKS);
  private final Thread reader;
  private Chunk current = new Chunk(new byte[0], 0);
  private int position;
  private Optional<Message> last = Optional.empty();

  private ReadAhead(String what, InputStream in, Closing closing) {
    this.what = what;
    this.in = in;
    this.closing = closing;
    this.reader = Thread.ofPlatform().daemon().name("layer-ahead").unstarted(this::readAll);
  }

  /**
   * Starts reading; {@code in} is closed when this is.
   *
   * @param what is read, for messages
   */
  static ReadAhead start(String what, InputStream in, Closing closing) {
    ReadAhead ahead = new ReadAhead(what, in, closing);
    ahead.reader.start();
    return ahead;
  }

  private void readAll() {
    try {
      filled.put(readChunks());
    } catch (InterruptedException e) {
      // The other side has closed this and looks at it no more.
      Thread.currentThread().interrupt();
    }
  }

  private Message readChunks() throws InterruptedException {
    try {
      while (true) {
        byte[] bytes = Optional.ofNullable(spare.poll()).orElseGet(() -> new byte[CHUNK_BYTES]);
        int length = in.readNBytes(bytes, 0, bytes.length);
        if (length > 0) {
          filled.put(new Chunk(bytes, length));
        }
        if (length < bytes.length) {
          return new End();
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      return new Broken(Failure.wrap(what + " was not read to its end", e));
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, current.length() - position);
    System.arraycopy(current.bytes(), position, target, offset, count);
    position += count;
    return count;
  }

  /** At least 1 unless at the end: the gzip decoder asks this to see whether a member follows. */
  @Override
  public int available() throws IOException {
    return fill() ? current.length() - position : 0;
  }

  /** Reads and drops the rest, so that what the source checks at its end is checked. */
  void drain() {
    while (fill()) {
      position = current.length();
    }
  }

  private boolean fill() {
    while (position == current.length()) {
      switch (last.orElseGet(this::take)) {
        case Chunk chunk -> {
          spare.offer(current.bytes());
          current = chunk;
          position = 0;
        }
        case End end -> {
          last = Optional.of(end);
          return false;
        }
        case Broken broken -> {
          last = Optional.of(broken);
          throw broken.failure();
        }
      }
    }
    return true;
  }

  private Message take() {
    try {
      return filled.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("unpacking of " + what + " was cancelled", "Pull again.", e);
    }
  }

  /** Ends the reader too, wherever it waits. */
  @Override
  public void close() throws IOException {
    reader.interrupt();
    if (closing == Closing.AFTER_READER) {
      joinReader();
      in.close();
      return;
    }
    try {
      in.close();
    } finally {
      joinReader();
    }
  }

  private void joinReader() {
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
