package io.crij.oci.monitor;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.process.Pidfd;
import io.crij.linux.process.ProcessIdentity;
import io.crij.linux.process.Signals;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes back what is there of a container; each part is tried, whatever became of the others. */
final class MonitorRemoval {
  private final Cgroups cgroups;
  private final MonitorRequest request;
  private final CgroupPath container;
  private final long deadline;
  private final MonitorFiles files;
  private final List<Failure> failures = new ArrayList<>();

  MonitorRemoval(Cgroups cgroups, MonitorRequest request, CgroupPath container, Duration timeout) {
    this.cgroups = cgroups;
    this.request = request;
    this.container = container;
    this.deadline = System.nanoTime() + timeout.toNanos();
    this.files = new MonitorFiles(request);
  }

  private interface Part {
    void run() throws IOException;
  }

  void run() {
    // The monitor first: from then on nobody makes new processes of the container.
    part(this::killMonitor);
    part(() -> cgroups.killAll(container, left()));
    part(() -> request.runtime().delete(request.containerId(), left()));
    part(() -> cgroups.remove(container));
    part(() -> cgroups.remove(request.monitorCgroup()));
    if (failures.isEmpty()) {
      // They name the monitor: while something is left, the next try needs them.
      part(files::remove);
    }
    if (!failures.isEmpty()) {
      Failure first = failures.removeFirst();
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }

  private void part(Part part) {
    try {
      part.run();
    } catch (IOException | Failure failure) {
      failures.add(Failure.wrap("cannot remove container " + request.containerId(), failure));
    }
  }

  private void killMonitor() throws IOException {
    cgroups.killAll(request.monitorCgroup(), left());
    // The daemon may have died before it moved the monitor there.
    Optional<ProcessIdentity> monitor = files.readMonitor();
    if (monitor.isEmpty()) {
      return;
    }
    Optional<Pidfd> pidfd = Pidfd.open(monitor.get());
    if (pidfd.isPresent()) {
      try (Pidfd process = pidfd.get()) {
        end(process);
      }
    }
  }

  private void end(Pidfd monitor) throws IOException {
    try {
      monitor.signal(Signals.SIGKILL);
      if (!monitor.awaitEnd(left())) {
        throw new IOException("the monitor, " + monitor + ", does not end though it was killed");
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the monitor, " + monitor + ", ended", interrupt);
    } catch (KernelException failure) {
      if (!failure.is(Errno.ESRCH)) {
        throw failure;
      }
    }
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
