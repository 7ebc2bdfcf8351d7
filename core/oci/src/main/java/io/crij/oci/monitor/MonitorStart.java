package io.crij.oci.monitor;

import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import io.crij.linux.fd.FdIo;
import io.crij.linux.fd.Pipe;
import io.crij.linux.files.ConfinedFile;
import io.crij.linux.process.ProcessIdentity;
import io.crij.linux.process.Signals;
import io.crij.linux.process.SpawnedProcess;
import io.crij.linux.process.Spawner;
import io.crij.oci.runtime.RuntimeMessage;
import io.crij.operations.failure.Internal;
import io.crij.operations.operation.CancelHook;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One start of conmon, from the spawn until it says that the container is created. */
final class MonitorStart {
  private static final byte[] GO = {1};
  private static final Duration DEATH = Duration.ofSeconds(10);

  private final Path conmon;
  private final Spawner spawner;
  private final Cgroups cgroups;
  private final MonitorRequest request;
  private final StepContext context;
  private final MonitorFiles files;

  MonitorStart(
      Path conmon, Spawner spawner, Cgroups cgroups, MonitorRequest request, StepContext context) {
    this.conmon = conmon;
    this.spawner = spawner;
    this.cgroups = cgroups;
    this.request = request;
    this.context = context;
    this.files = new MonitorFiles(request);
  }

  MonitoredProcess run() throws IOException {
    files.prepare();
    cgroups.create(request.monitorCgroup());
    context.waitsFor("the OCI runtime " + request.runtime().handler().program());
    try (Pipe sync = Pipe.open();
        Pipe start = Pipe.open()) {
      SpawnedProcess monitor = spawn(sync, start);
      // The runtime dies with its parent, and the pipe ends with the monitor.
      try (CancelHook _ = context.onCancel(() -> monitor.signal(Signals.SIGKILL))) {
        return supervised(monitor, sync.read(), start.write());
      } catch (IOException | RuntimeException failure) {
        end(monitor, failure);
        throw failure;
      }
    }
  }

  /** Only once it has ended is it sure that it makes nothing more. */
  private static void end(SpawnedProcess monitor, Exception failure) {
    boolean interrupted = Thread.interrupted();
    monitor.signal(Signals.SIGKILL);
    try {
      var _ = monitor.exit().get(DEATH.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException again) {
      interrupted = true;
    } catch (ExecutionException | TimeoutException second) {
      failure.addSuppressed(second);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private SpawnedProcess spawn(Pipe sync, Pipe start) throws IOException {
    try (ConfinedFile log = files.openMonitorLog()) {
      SpawnedProcess monitor =
          spawner.spawn(
              new MonitorCommandLine(conmon, request, files)
                  .spawn(sync.write(), start.read(), log.fd()));
      sync.write().close();
      start.read().close();
      return monitor;
    }
  }

  private MonitoredProcess supervised(SpawnedProcess monitor, Fd sync, Fd start)
      throws IOException {
    ProcessIdentity identity = identity(monitor);
    files.writeMonitor(identity);
    move(identity);
    release(start);
    Optional<SyncMessage> message = SyncMessage.read(sync);
    context.checkCancelled();
    if (message.isEmpty()) {
      throw monitorFailure();
    }
    if (!message.get().created()) {
      throw RuntimeMessage.ofStderr(message.get().message()).failure(what());
    }
    ProcessIdentity process =
        ProcessIdentity.read(message.get().data())
            .orElseThrow(
                () ->
                    new Internal(
                        what() + ": its first process ended before it was started",
                        "See the kernel log for who killed it, then retry."));
    return new MonitoredProcess(request.containerId(), process, identity);
  }

  private ProcessIdentity identity(SpawnedProcess monitor) throws IOException {
    Optional<ProcessIdentity> identity = ProcessIdentity.read(monitor.pid());
    context.checkCancelled();
    if (identity.isEmpty()) {
      throw monitorFailure();
    }
    return identity.get();
  }

  private void move(ProcessIdentity monitor) throws IOException {
    try {
      cgroups.addProcess(request.monitorCgroup(), monitor.pid());
    } catch (IOException failure) {
      // One that has ended says why elsewhere.
      if (monitor.isAlive()) {
        throw failure;
      }
    }
  }

  private void release(Fd start) throws IOException {
    try (start) {
      FdIo.writeFully(start, GO, 0, GO.length);
    } catch (KernelException failure) {
      // It has ended already; the other pipe, or the lack of a message there, says so.
      if (!failure.is(Errno.EPIPE)) {
        throw failure;
      }
    }
  }

  private Internal monitorFailure() throws IOException {
    String said = RuntimeMessage.ofStderr(files.monitorSaid()).text();
    return new Internal(
        what() + ": the monitor " + conmon + " ended: " + (said.isEmpty() ? "no reason" : said),
        "Check that conmon and the OCI runtime are installed whole.");
  }

  private String what() {
    return "cannot create container " + request.containerId();
  }
}
