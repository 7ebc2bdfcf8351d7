package io.crij.linux.process;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.util.Arrays;

/** The write end of a pipe that a program reads from, and what is still to be written. */
final class InputSource {
  private static final int BLOCK = 64 * 1024;

  private final Fd pipe;
  private final byte[] content;
  private int position;

  InputSource(Fd pipe, byte[] content) throws KernelException {
    this.pipe = pipe;
    this.content = content;
    pipe.setNonBlocking();
    closeWhenDone();
  }

  Fd fd() {
    return pipe;
  }

  boolean isOpen() {
    return pipe.isOpen();
  }

  /** A program need not read all of its input: one that closed it is no error. */
  void writeSome() throws KernelException {
    int end = Math.min(content.length, position + BLOCK);
    byte[] part = Arrays.copyOfRange(content, position, end);
    long count = ProcessCalls.write(pipe.number(), part, part.length);
    if (count >= 0) {
      position += (int) count;
      closeWhenDone();
      return;
    }
    KernelException failure = KernelException.last("write", "the input of a program");
    if (failure.is(Errno.EPIPE)) {
      pipe.close();
    } else if (!failure.is(Errno.EAGAIN, Errno.EINTR)) {
      throw failure;
    }
  }

  private void closeWhenDone() {
    if (position == content.length) {
      pipe.close();
    }
  }
}
