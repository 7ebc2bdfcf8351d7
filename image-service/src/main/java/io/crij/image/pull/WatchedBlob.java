package io.crij.image.pull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Remembers how a download broke, so that its reader's failure is not taken for a bad layer. */
final class WatchedBlob extends FilterInputStream {
  private final AtomicReference<Optional<IOException>> broken;

  WatchedBlob(InputStream in, AtomicReference<Optional<IOException>> broken) {
    super(in);
    this.broken = broken;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      broken.set(Optional.of(e));
      throw e;
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (IOException e) {
      broken.set(Optional.of(e));
      throw e;
    }
  }
}
