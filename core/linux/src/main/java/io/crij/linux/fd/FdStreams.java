package io.crij.linux.fd;

import io.crij.linux.errno.KernelException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Streams over pipes, sockets and terminals. They wait in poll(2), on platform threads only; close
 * wakes a thread that waits, which then fails with an IOException. The stream owns the descriptor
 * and makes its open file description non-blocking: do not share that with a child process.
 */
public final class FdStreams {
  private FdStreams() {}

  public static InputStream inputStream(Fd fd) throws KernelException {
    return new FdInputStream(new Wakeable(fd));
  }

  public static OutputStream outputStream(Fd fd) throws KernelException {
    return new FdOutputStream(new Wakeable(fd));
  }
}
