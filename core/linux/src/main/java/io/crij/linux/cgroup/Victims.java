package io.crij.linux.cgroup;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.process.Pidfd;
import io.crij.linux.process.Signals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Sends SIGKILL to processes that are in a group, and to nobody else. */
final class Victims {
  /** Descriptors held at a time. */
  private static final int BATCH = 256;

  private Victims() {}

  interface Listing {
    Set<Integer> pids() throws IOException;
  }

  static void kill(Listing group) throws IOException {
    List<Integer> all = new ArrayList<>(group.pids());
    for (int start = 0; start < all.size(); start += BATCH) {
      killSome(all.subList(start, Math.min(all.size(), start + BATCH)), group);
    }
  }

  /**
   * Since the list was read an id may have got a new owner. The descriptors pin who has them now,
   * and a second list tells which of those are in the group.
   */
  private static void killSome(List<Integer> some, Listing group) throws IOException {
    List<Pidfd> pinned = new ArrayList<>();
    try {
      for (int pid : some) {
        pin(pid, pinned);
      }
      Set<Integer> members = group.pids();
      for (Pidfd each : pinned) {
        if (members.contains(each.pid())) {
          kill(each);
        }
      }
    } finally {
      pinned.forEach(Pidfd::close);
    }
  }

  private static void pin(int pid, List<Pidfd> pinned) throws KernelException {
    try {
      pinned.add(Pidfd.open(pid));
    } catch (KernelException failure) {
      requireEnded(failure);
    }
  }

  private static void kill(Pidfd member) throws KernelException {
    try {
      member.signal(Signals.SIGKILL);
    } catch (KernelException failure) {
      requireEnded(failure);
    }
  }

  private static void requireEnded(KernelException failure) throws KernelException {
    if (!failure.is(Errno.ESRCH)) {
      throw failure;
    }
  }
}
