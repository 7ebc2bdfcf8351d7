package io.crij.image.pull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts a download and remembers how it broke, so that its reader's failure is not taken for a bad
 * layer.
 */
final class WatchedBlob extends FilterInputStream {
  private final LayerProgress progress;
  private final AtomicReference<Optional<IOException>> broken;

  WatchedBlob(
      InputStream in, LayerProgress progress, AtomicReference<Optional<IOException>> broken) {
    super(in);
    this.progress = progress;
    this.broken = broken;
  }

  @Override
  public int read() throws IOException {
    try {
      int one = super.read();
      progress.received(one < 0 ? 0 : 1);
      return one;
    } catch (IOException e) {
      remember(e);
      throw e;
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = super.read(target, offset, length);
      progress.received(Math.max(count, 0));
      return count;
    } catch (IOException e) {
      remember(e);
      throw e;
    }
  }

  /** Not when its own reader was told to end. */
  private void remember(IOException e) {
    if (!(e instanceof InterruptedIOException)) {
      broken.set(Optional.of(e));
    }
  }
}
