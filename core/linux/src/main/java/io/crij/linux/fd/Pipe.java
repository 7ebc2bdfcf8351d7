package io.crij.linux.fd;

import io.crij.linux.errno.KernelException;

/** The two ends of a pipe(2), both blocking and close-on-exec. */
public record Pipe(Fd read, Fd write) implements AutoCloseable {
  public static Pipe open() throws KernelException {
    int[] ends = new int[2];
    if (FdCalls.pipe2(ends, FdCalls.O_CLOEXEC) < 0) {
      throw KernelException.last("pipe2", "");
    }
    return new Pipe(Fd.adopt(ends[0]), Fd.adopt(ends[1]));
  }

  @Override
  public void close() {
    try (read) {
      write.close();
    }
  }
}
