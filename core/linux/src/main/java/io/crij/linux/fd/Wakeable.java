package io.crij.linux.fd;

import com.sun.jna.Native;
import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import java.io.IOException;

/**
 * A descriptor that threads wait for and that another may close meanwhile: close wakes them by an
 * eventfd, and the numbers are given back to the kernel only when the last has left.
 */
final class Wakeable implements AutoCloseable {
  private static final byte[] ONE = {1, 0, 0, 0, 0, 0, 0, 0};

  private final Fd fd;
  private final Fd wake;
  private int users;
  private boolean closed;

  Wakeable(Fd fd) throws KernelException {
    this.fd = fd;
    int number = FdCalls.eventfd(0, FdCalls.EFD_CLOEXEC | FdCalls.EFD_NONBLOCK);
    if (number < 0) {
      throw KernelException.last("eventfd", "");
    }
    this.wake = Fd.adopt(number);
    fd.setNonBlocking();
  }

  interface Attempt {
    /** A native call that does not wait. */
    long run(int fd);
  }

  /** Repeats the call until it transfers something; what it returned. */
  int await(String call, short events, Attempt attempt) throws IOException {
    PlatformThread.require();
    enter();
    try {
      while (true) {
        long count = attempt.run(fd.number());
        if (count >= 0) {
          return (int) count;
        }
        KernelException failure = KernelException.last(call, fd.toString());
        if (failure.is(Errno.EAGAIN)) {
          waitFor(events);
        } else if (!failure.is(Errno.EINTR)) {
          throw failure;
        }
      }
    } finally {
      leave();
    }
  }

  private void waitFor(short events) throws IOException {
    int[] polled = {fd.number(), events, wake.number(), FdCalls.POLLIN};
    if (FdCalls.poll(polled, 2, -1) < 0 && Native.getLastError() != Errno.EINTR) {
      throw KernelException.last("poll", fd.toString());
    }
    requireOpen();
  }

  private synchronized void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the stream over " + fd + " was closed");
    }
  }

  private synchronized void enter() throws IOException {
    requireOpen();
    users++;
  }

  private synchronized void leave() {
    users--;
    if (closed && users == 0) {
      release();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (users == 0) {
      release();
    } else if (FdCalls.write(wake.number(), ONE, ONE.length) < 0) {
      throw KernelException.last("write", "eventfd");
    }
  }

  private void release() {
    try (wake) {
      fd.close();
    }
  }
}
