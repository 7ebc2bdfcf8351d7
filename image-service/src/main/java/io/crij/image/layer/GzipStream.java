package io.crij.image.layer;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A gzip stream of any number of members. The JDK's reader calls itself at the end of each, so that
 * a small blob of many empty ones would use up the stack.
 */
final class GzipStream extends GZIPInputStream {
  private boolean reading;

  GzipStream(InputStream in, int bufferBytes) throws IOException {
    super(in, bufferBytes);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (reading) {
      return 0;
    }
    reading = true;
    try {
      int count = super.read(target, offset, length);
      while (count == 0 && length > 0) {
        count = super.read(target, offset, length);
      }
      return count;
    } finally {
      reading = false;
    }
  }
}
