package io.crij.linux.process;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;

/** A child until its exit is collected: so long its id, and that of its group, are its own. */
final class Child implements SpawnedProcess {
  private static final int SIGINFO_SIZE = 128;
  private static final int SIGINFO_CODE = 8;
  private static final int SIGINFO_STATUS = 24;
  private static final int CLD_EXITED = 1;

  private final Pidfd pidfd;
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
  private boolean collected;

  Child(Pidfd pidfd) {
    this.pidfd = pidfd;
  }

  @Override
  public int pid() {
    return pidfd.pid();
  }

  @Override
  public Pidfd pidfd() {
    return pidfd;
  }

  @Override
  public CompletableFuture<ExitStatus> exit() {
    return exit.copy();
  }

  @Override
  public synchronized void signal(int signal) {
    if (collected) {
      return;
    }
    try {
      pidfd.signal(signal);
    } catch (KernelException failure) {
      // It has ended, and its exit is about to be collected.
      if (!failure.is(Errno.ESRCH)) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  @Override
  public synchronized void signalGroup(int signal) {
    if (!collected && ProcessCalls.kill(-pid(), signal) < 0) {
      KernelException failure =
          KernelException.last("kill(" + Signals.name(signal) + ")", "process group " + pid());
      if (!failure.is(Errno.ESRCH)) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** Waits for the end, and lets the signals above through until it has come. */
  void collect() {
    try {
      waitFor(ProcessCalls.WNOWAIT);
      exit.complete(takeStatus());
    } catch (KernelException failure) {
      exit.completeExceptionally(failure);
    }
  }

  /** When nobody can wait for the exit any more; the process goes on. */
  void abandon(Throwable why) {
    exit.completeExceptionally(why);
  }

  private synchronized ExitStatus takeStatus() throws KernelException {
    collected = true;
    try (pidfd) {
      ByteBuffer info = waitFor(ProcessCalls.WNOHANG);
      int status = info.getInt(SIGINFO_STATUS);
      return info.getInt(SIGINFO_CODE) == CLD_EXITED
          ? new ExitStatus.Exited(status)
          : new ExitStatus.Signaled(status);
    }
  }

  private ByteBuffer waitFor(int option) throws KernelException {
    byte[] siginfo = new byte[SIGINFO_SIZE];
    int fd = pidfd.fd().number();
    int options = ProcessCalls.WEXITED | option;
    while (ProcessCalls.waitid(ProcessCalls.P_PIDFD, fd, siginfo, options) < 0) {
      KernelException failure = KernelException.last("waitid", "process " + pid());
      if (!failure.is(Errno.EINTR)) {
        throw failure;
      }
    }
    return ByteBuffer.wrap(siginfo).order(ByteOrder.nativeOrder());
  }
}
