package io.crij.image.registry;

import io.crij.operations.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * A big blob as one stream whose parts are fetched several at a time, those ahead of the reader
 * into memory. When there is no thread or no memory for them, the reader fetches the next part
 * itself.
 */
final class PartedBlob extends InputStream {

  /** Opens one part; to be closed by its reader. */
  interface Opener {
    InputStream open(ByteRange part) throws IOException;
  }

  /** What all blobs share. */
  record Shared(Executor pool, Semaphore memory, DownloadLimits limits) {}

  private final Opener opener;
  private final long size;
  private final Shared shared;
  private final Deque<FutureTask<byte[]>> ahead = new ArrayDeque<>();
  private volatile InputStream current;
  private Optional<FutureTask<byte[]>> held = Optional.empty();
  private long planned;
  private volatile boolean closed;

  /** Begins with the first part, which is open. */
  PartedBlob(Opener opener, InputStream first, long size, Shared shared) {
    this.opener = opener;
    this.current = first;
    this.size = size;
    this.shared = shared;
    this.planned = shared.limits().partBytes();
    plan();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (true) {
      int count = current.read(target, offset, length);
      if (count >= 0) {
        return count;
      }
      if (!next()) {
        return -1;
      }
    }
  }

  private boolean next() throws IOException {
    current.close();
    Optional<FutureTask<byte[]>> fetched;
    Optional<ByteRange> direct = Optional.empty();
    synchronized (this) {
      release();
      fetched = Optional.ofNullable(ahead.poll());
      held = fetched;
      if (fetched.isEmpty() && planned < size) {
        direct = Optional.of(part());
      }
      plan();
    }
    if (fetched.isPresent()) {
      current = new ByteArrayInputStream(await(fetched.get()));
    } else if (direct.isPresent()) {
      current = reopen(direct.get());
    } else {
      return false;
    }
    if (closed) {
      current.close();
      throw new IOException("the blob is closed");
    }
    return true;
  }

  private ByteRange part() {
    ByteRange part = new ByteRange(planned, Math.min(size, planned + shared.limits().partBytes()));
    planned = part.to();
    return part;
  }

  private void plan() {
    while (!closed
        && planned < size
        && ahead.size() < shared.limits().parts() - 1
        && shared.memory().tryAcquire()) {
      long before = planned;
      ByteRange part = part();
      FutureTask<byte[]> task = new FutureTask<>(() -> fetch(part));
      try {
        shared.pool().execute(task);
        ahead.add(task);
      } catch (RejectedExecutionException e) {
        planned = before;
        shared.memory().release();
        return;
      }
    }
  }

  private byte[] fetch(ByteRange part) throws IOException {
    try (InputStream in = opener.open(part)) {
      byte[] bytes = in.readNBytes((int) part.length());
      if (bytes.length != part.length() || in.read() >= 0) {
        throw new AnswerRefusedException("a part of the blob has another length than asked for");
      }
      return bytes;
    }
  }

  // Readers of a stream expect no other failures.
  private InputStream reopen(ByteRange part) throws IOException {
    try {
      return opener.open(part);
    } catch (Failure e) {
      throw new IOException("a part of the blob was not fetched", e);
    }
  }

  private static byte[] await(FutureTask<byte[]> part) throws IOException {
    try {
      return part.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (CancellationException e) {
      throw new IOException("the blob is closed", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException broken -> throw broken;
        default -> throw new IOException("a part of the blob was not fetched", e.getCause());
      }
    }
  }

  private void release() {
    held.ifPresent(_ -> shared.memory().release());
    held = Optional.empty();
  }

  /** Ends a read in another thread, too. */
  @Override
  public void close() throws IOException {
    giveUp();
    current.close();
  }

  private synchronized void giveUp() {
    closed = true;
    // Wakes whoever waits for it, too.
    held.ifPresent(part -> part.cancel(true));
    release();
    for (FutureTask<byte[]> part : ahead) {
      part.cancel(true);
      shared.memory().release();
    }
    ahead.clear();
  }
}
