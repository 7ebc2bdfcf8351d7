package io.crij.linux.fd;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file descriptor and its only owner. All are close-on-exec. Closing twice is harmless;
 * using one that is closed throws, so that a number that the kernel gave to somebody else is never
 * touched.
 */
public final class Fd implements AutoCloseable {
  private final int number;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Fd(int number) {
    this.number = number;
  }

  /** Takes ownership of a descriptor that a system call just returned. */
  public static Fd adopt(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("not a file descriptor: " + number);
    }
    return new Fd(number);
  }

  /**
   * @throws IllegalStateException when closed
   */
  public int number() {
    if (closed.get()) {
      throw new IllegalStateException("file descriptor " + number + " is closed already");
    }
    return number;
  }

  public boolean isOpen() {
    return !closed.get();
  }

  /** {@code /proc/self/fd/N}: a link that the kernel resolves to this very object. */
  public Path procPath() {
    return Path.of("/proc/self/fd/" + number());
  }

  /** A second descriptor of the same open file description. */
  public Fd duplicate() throws KernelException {
    int copy = FdCalls.fcntl(number(), FdCalls.F_DUPFD_CLOEXEC, 0);
    if (copy < 0) {
      throw KernelException.last("fcntl(F_DUPFD_CLOEXEC)", toString());
    }
    return new Fd(copy);
  }

  /** Makes reads and writes of this open file description return EAGAIN instead of waiting. */
  public void setNonBlocking() throws KernelException {
    int flags = FdCalls.fcntl(number(), FdCalls.F_GETFL, 0);
    if (flags < 0
        || FdCalls.fcntl(number(), FdCalls.F_SETFL, (long) flags | FdCalls.O_NONBLOCK) < 0) {
      throw KernelException.last("fcntl(O_NONBLOCK)", toString());
    }
  }

  /**
   * @throws UncheckedIOException when the kernel reports a write that failed late (the descriptor
   *     is gone all the same)
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && FdCalls.close(number) < 0) {
      KernelException failure = KernelException.last("close", toString());
      // Linux has released the number already when close(2) is interrupted.
      if (!failure.is(Errno.EINTR)) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  @Override
  public String toString() {
    return "descriptor " + number;
  }
}
