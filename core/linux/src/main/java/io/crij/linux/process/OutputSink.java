package io.crij.linux.process;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.io.ByteArrayOutputStream;

/** The read end of a pipe that a program writes to: keeps so many bytes and drops the rest. */
final class OutputSink {
  private static final int BLOCK = 64 * 1024;

  private final Fd pipe;
  private final int most;
  private final byte[] block = new byte[BLOCK];
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean truncated;

  OutputSink(Fd pipe, int most) throws KernelException {
    this.pipe = pipe;
    this.most = most;
    pipe.setNonBlocking();
  }

  Fd fd() {
    return pipe;
  }

  boolean isOpen() {
    return pipe.isOpen();
  }

  /** Reads what is there, and closes at the end. */
  void readSome() throws KernelException {
    long count = ProcessCalls.read(pipe.number(), block, BLOCK);
    if (count < 0) {
      KernelException failure = KernelException.last("read", "the output of a program");
      if (!failure.is(Errno.EAGAIN, Errno.EINTR)) {
        throw failure;
      }
    } else if (count == 0) {
      pipe.close();
    } else {
      int room = Math.min((int) count, most - kept.size());
      kept.write(block, 0, room);
      truncated |= room < count;
    }
  }

  byte[] bytes() {
    return kept.toByteArray();
  }

  boolean truncated() {
    return truncated;
  }
}
