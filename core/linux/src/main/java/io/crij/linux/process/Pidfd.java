package io.crij.linux.process;

import com.sun.jna.Pointer;
import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A descriptor of a process (pidfd_open(2), Linux 5.3), readable once all its threads have ended. A
 * signal sent through it reaches this process or nobody, whoever has its id by then.
 */
public final class Pidfd implements AutoCloseable {
  private static final long LONGEST_WAIT_MILLIS = 100;

  private final Fd fd;
  private final int pid;

  private Pidfd(Fd fd, int pid) {
    this.fd = fd;
    this.pid = pid;
  }

  /**
   * Whoever has the id now: for a child that nobody has waited for, or to look at before use.
   *
   * @throws KernelException ESRCH when nobody has it
   */
  public static Pidfd open(int pid) throws KernelException {
    long number = ProcessCalls.syscall(ProcessCalls.SYS_PIDFD_OPEN, pid, 0);
    if (number < 0) {
      throw KernelException.last("pidfd_open", "process " + pid);
    }
    return new Pidfd(Fd.adopt((int) number), pid);
  }

  /** Exactly this process; empty when it has ended, whoever has its id now. */
  public static Optional<Pidfd> open(ProcessIdentity identity) throws KernelException {
    return open(identity, ProcessIdentity::read);
  }

  interface Look {
    Optional<ProcessIdentity> at(int pid) throws KernelException;
  }

  /** The id may change hands between the look and the open: only the look after it decides. */
  static Optional<Pidfd> open(ProcessIdentity identity, Look look) throws KernelException {
    if (!look.at(identity.pid()).equals(Optional.of(identity))) {
      return Optional.empty();
    }
    Pidfd pidfd;
    try {
      pidfd = open(identity.pid());
    } catch (KernelException failure) {
      if (failure.is(Errno.ESRCH)) {
        return Optional.empty();
      }
      throw failure;
    }
    try {
      if (look.at(identity.pid()).equals(Optional.of(identity))) {
        return Optional.of(pidfd);
      }
    } catch (KernelException | RuntimeException failure) {
      pidfd.close();
      throw failure;
    }
    pidfd.close();
    return Optional.empty();
  }

  /**
   * Waits for the end of the process, whoever's child it is; its parent may still have to collect
   * it. Platform threads only.
   *
   * @return whether it has ended
   */
  public boolean awaitEnd(Duration timeout) throws KernelException, InterruptedException {
    PlatformThread.require();
    AtomicBoolean ended = new AtomicBoolean();
    PollSet set = new PollSet();
    set.readable(fd, () -> ended.set(true));
    long start = System.nanoTime();
    while (!ended.get()) {
      Duration left = timeout.minusNanos(System.nanoTime() - start);
      if (!left.isPositive()) {
        return false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while process " + pid + " ended");
      }
      // An interrupt of Java does not wake poll(2).
      set.await((int) Math.min(LONGEST_WAIT_MILLIS, left.plusNanos(999_999).toMillis()));
    }
    return true;
  }

  /** To wait for: see {@link io.crij.linux.event.EventLoop#onReadable}. */
  public Fd fd() {
    return fd;
  }

  /** The id at the time of opening. */
  public int pid() {
    return pid;
  }

  /**
   * @throws KernelException ESRCH when the process has ended
   */
  public void signal(int signal) throws KernelException {
    long result =
        ProcessCalls.syscall(
            ProcessCalls.SYS_PIDFD_SEND_SIGNAL, fd.number(), signal, Pointer.NULL, 0);
    if (result < 0) {
      throw KernelException.last(
          "pidfd_send_signal(" + Signals.name(signal) + ")", "process " + pid);
    }
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return "process " + pid;
  }
}
