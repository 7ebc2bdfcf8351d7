package io.crij.linux.fd;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

final class FdOutputStream extends OutputStream {
  private static final int LARGEST_WRITE = 64 * 1024;

  private final Wakeable target;

  FdOutputStream(Wakeable target) {
    this.target = target;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int position = offset;
    int end = offset + length;
    while (position < end) {
      byte[] part = Arrays.copyOfRange(bytes, position, Math.min(end, position + LARGEST_WRITE));
      position +=
          target.await(
              "write", FdCalls.POLLOUT, number -> FdCalls.write(number, part, part.length));
    }
  }

  @Override
  public void close() throws IOException {
    target.close();
  }
}
