package io.crij.linux.process;

import com.sun.jna.Pointer;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.event.EventLoop;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * The one way in which this program starts others. A child gets the descriptors and variables that
 * were asked for and nothing else, default signals and a session of its own. Its exit is noticed by
 * the event loop; children that somebody else started are never waited for.
 */
public final class Spawner {
  private static final int SIGINFO_SIZE = 128;

  private final EventLoop loop;

  public Spawner(EventLoop loop) {
    this.loop = loop;
    // Inherited as ignored, it would let the kernel throw exits away.
    ProcessCalls.signal(Signals.SIGCHLD, Pointer.NULL);
  }

  /**
   * Waits until the program runs: platform threads only.
   *
   * @throws KernelException when the program, its interpreter or the working directory is missing
   *     or forbidden, or the kernel has no room
   */
  public SpawnedProcess spawn(SpawnRequest request) throws IOException {
    PlatformThread.require();
    int pid = Spawn.start(request);
    Child child = new Child(open(pid));
    CompletableFuture<Void> ended = loop.onReadable(child.pidfd().fd());
    if (ended.state() == Future.State.FAILED) {
      child.signalGroup(Signals.SIGKILL);
      child.collect();
      throw new IOException("cannot watch process " + pid + ", killed it", ended.exceptionNow());
    }
    var _ =
        ended.whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                child.collect();
              } else {
                child.abandon(failure);
              }
            });
    return child;
  }

  /** Nobody has collected the child yet, so that the number means it and no other. */
  private static Pidfd open(int pid) throws KernelException {
    try {
      return Pidfd.open(pid);
    } catch (KernelException failure) {
      if (ProcessCalls.kill(-pid, Signals.SIGKILL) < 0) {
        failure.addSuppressed(KernelException.last("kill", "process group " + pid));
      } else {
        reap(pid);
      }
      throw failure;
    }
  }

  private static void reap(int pid) throws KernelException {
    if (ProcessCalls.waitid(ProcessCalls.P_PID, pid, new byte[SIGINFO_SIZE], ProcessCalls.WEXITED)
        < 0) {
      throw KernelException.last("waitid", "process " + pid);
    }
  }
}
