package io.crij.operations.record;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes no more than what can be read back. */
final class BoundedOutput extends FilterOutputStream {
  private final long most;
  private long offered;

  BoundedOutput(OutputStream out, long most) {
    super(out);
    this.most = most;
  }

  boolean isExceeded() {
    return offered > most;
  }

  @Override
  public void write(int one) throws IOException {
    count(1);
    out.write(one);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    count(length);
    out.write(bytes, offset, length);
  }

  private void count(int more) throws IOException {
    offered += more;
    if (isExceeded()) {
      throw new IOException("longer than " + most + " bytes");
    }
  }
}
