package io.crij.linux.fd;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

final class FdInputStream extends InputStream {
  private static final int LARGEST_READ = 64 * 1024;

  private final Wakeable source;

  FdInputStream(Wakeable source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    boolean direct = offset == 0 && buffer.length <= LARGEST_READ;
    int wanted = Math.min(length, LARGEST_READ);
    byte[] target = direct ? buffer : new byte[wanted];
    int count =
        source.await("read", FdCalls.POLLIN, number -> FdCalls.read(number, target, wanted));
    if (!direct) {
      System.arraycopy(target, 0, buffer, offset, count);
    }
    return count == 0 ? -1 : count;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
