package io.crij.image.registry;

import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A part of a blob as one stream: when a connection breaks or stalls, the rest is asked for with a
 * Range. What came is not verified here.
 */
final class ResumingBlob extends InputStream {
  /** So much has to come until a broken connection counts as a new trouble. */
  private static final long PROGRESS = 64 * 1024;

  private final BlobSource source;
  private final ByteRange range;
  private final boolean last;
  private final RegistryLimits limits;
  private final Pause pause;
  private volatile ServedBlob current;
  private long position;
  private long positionAtBreak;
  private int breaks;
  private volatile boolean closed;

  /**
   * Goes on from an answer.
   *
   * @param first the answer to a request for {@code range}
   * @param last whether the range reaches to the blob's end; what follows then is passed on, so
   *     that a blob that is too long is found out
   */
  ResumingBlob(
      BlobSource source,
      ServedBlob first,
      ByteRange range,
      boolean last,
      RegistryLimits limits,
      Pause pause)
      throws IOException {
    this.source = source;
    this.current = first;
    this.range = range;
    this.last = last;
    this.limits = limits;
    this.pause = pause;
    this.position = range.from();
    this.positionAtBreak = position;
    if (!first.partial()) {
      first.skipNBytes(position);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (true) {
      long left = range.to() - position;
      if (!last && left <= 0) {
        return -1;
      }
      try {
        int wanted = last ? length : (int) Math.min(length, left);
        int count = current.read(target, offset, wanted);
        if (count >= 0) {
          position += count;
          return count;
        }
        // An answer that is whole and too short is what the registry has, and not a break.
        if (position >= range.to() || !current.partial()) {
          return -1;
        }
        throw new IOException(
            "the answer ended after " + position + " of " + range.to() + " bytes");
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        resume(e);
      }
    }
  }

  private void resume(IOException broken) throws IOException {
    if (position - positionAtBreak >= PROGRESS) {
      breaks = 0;
    }
    positionAtBreak = position;
    breaks++;
    // An answer that has all bytes, and more to come, is not gone on with.
    if (closed || breaks >= limits.attempts() || position >= range.to()) {
      throw broken;
    }
    current.close();
    Duration wait = limits.backoff().multipliedBy(1L << (breaks - 1));
    try {
      pause.pause(wait);
      reopen();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (Failure e) {
      broken.addSuppressed(e);
      throw broken;
    }
  }

  private void reopen() throws IOException {
    ServedBlob rest = source.open(Optional.of(new ByteRange(position, range.to())));
    current = rest;
    if (closed) {
      rest.close();
      throw new IOException("the blob is closed");
    }
    if (!rest.partial()) {
      rest.skipNBytes(position);
    }
  }

  /** Ends a read in another thread, too. */
  @Override
  public void close() throws IOException {
    closed = true;
    current.close();
  }
}
