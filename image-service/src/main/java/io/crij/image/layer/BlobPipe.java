package io.crij.image.layer;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Hasher;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The bytes of a blob, read and hashed by a thread of its own while the caller unpacks. The end is
 * only seen when size and digest are the descriptor's. At most {@value #CHUNKS} chunks wait.
 */
final class BlobPipe extends InputStream {
  private static final int CHUNKS = 8;
  private static final int CHUNK_BYTES = 128 * 1024;

  private sealed interface Message {}

  private record Chunk(byte[] bytes, int length) implements Message {}

  private record End() implements Message {}

  private record Broken(Failure failure) implements Message {}

  private final Descriptor blob;
  private final InputStream in;
  private final BlockingQueue<Message> filled = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<byte[]> spare = new ArrayBlockingQueue<>(CHUNKS);
  private final Thread reader;
  private Chunk current = new Chunk(new byte[0], 0);
  private int position;
  private Optional<Message> last = Optional.empty();

  private BlobPipe(Descriptor blob, InputStream in) {
    this.blob = blob;
    this.in = in;
    this.reader =
        Thread.ofPlatform()
            .daemon()
            .name("layer-" + blob.digest().hex().substring(0, 12))
            .unstarted(this::readAll);
  }

  /** Starts reading; {@code in} is closed when this is. */
  static BlobPipe start(Descriptor blob, InputStream in) {
    BlobPipe pipe = new BlobPipe(blob, in);
    pipe.reader.start();
    return pipe;
  }

  private void readAll() {
    try {
      filled.put(readChunks());
    } catch (InterruptedException e) {
      // The unpacking side has closed the pipe and looks at it no more.
      Thread.currentThread().interrupt();
    }
  }

  private Message readChunks() throws InterruptedException {
    Hasher hasher = blob.digest().algorithm().hasher();
    long total = 0;
    try {
      while (true) {
        byte[] bytes = Optional.ofNullable(spare.poll()).orElseGet(() -> new byte[CHUNK_BYTES]);
        int length = in.readNBytes(bytes, 0, bytes.length);
        total += length;
        if (total > blob.size()) {
          throw wrong("is longer than the " + blob.size() + " bytes announced");
        }
        hasher.update(bytes, 0, length);
        if (length > 0) {
          filled.put(new Chunk(bytes, length));
        }
        if (length < bytes.length) {
          requireWhole(total, hasher);
          return new End();
        }
      }
    } catch (IOException e) {
      return new Broken(
          new Unavailable(
              what() + " was not read to its end", "Check network and registry, pull again.", e));
    } catch (RuntimeException | Error e) {
      return new Broken(Failure.wrap(what() + " was not read to its end", e));
    }
  }

  private void requireWhole(long total, Hasher hasher) {
    if (total != blob.size()) {
      throw wrong("has " + total + " bytes instead of " + blob.size());
    }
    if (!hasher.digest().equals(blob.digest())) {
      throw wrong("has another digest: it was damaged or exchanged");
    }
  }

  private FailedPrecondition wrong(String how) {
    return new FailedPrecondition(
        what() + " as served " + how, "Repair or replace the blob at the registry.");
  }

  private String what() {
    return "layer blob " + blob.digest();
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

  /** Reads and drops the rest, so that size and digest are checked. */
  void drain() throws IOException {
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
      throw new Cancelled("unpacking of " + what() + " was cancelled", "Pull again.", e);
    }
  }

  /** Ends the reader too, wherever it waits. */
  @Override
  public void close() throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      reader.interrupt();
      in.close();
      while (reader.isAlive()) {
        try {
          reader.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
