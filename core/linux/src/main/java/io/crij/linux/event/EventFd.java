package io.crij.linux.event;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;

/** A counter that wakes who waits for it to be readable (eventfd(2)). */
final class EventFd implements AutoCloseable {
  private static final byte[] ONE = {1, 0, 0, 0, 0, 0, 0, 0};

  private final Fd fd;

  EventFd() throws KernelException {
    int number = EventCalls.eventfd(0, EventCalls.CLOEXEC | EventCalls.NONBLOCK);
    if (number < 0) {
      throw KernelException.last("eventfd", "");
    }
    this.fd = Fd.adopt(number);
  }

  Fd fd() {
    return fd;
  }

  void wake() throws KernelException {
    if (EventCalls.write(fd.number(), ONE, ONE.length) < 0) {
      KernelException failure = KernelException.last("write", "eventfd");
      // A full counter has woken already.
      if (!failure.is(Errno.EAGAIN)) {
        throw failure;
      }
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
