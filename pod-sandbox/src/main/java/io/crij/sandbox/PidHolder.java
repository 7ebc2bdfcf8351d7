package io.crij.sandbox;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.linux.namespace.PodNamespaces;
import io.crij.linux.process.ProcessIdentity;
import io.crij.oci.monitor.ContainerExit;
import io.crij.oci.monitor.MonitorRequest;
import io.crij.oci.monitor.MonitoredProcess;
import io.crij.oci.runtime.OciRuntime;
import io.crij.operations.failure.Internal;
import io.crij.operations.id.Ids;
import io.crij.operations.record.Json;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The process that is number 1 in a pod's own PID namespace: a container that CRI never shows, with
 * the sandbox's id, in the pod's control group.
 */
final class PidHolder {
  private final SandboxParts parts;
  private final SandboxLayout layout;

  PidHolder(SandboxParts parts, SandboxLayout layout) {
    this.parts = parts;
    this.layout = layout;
  }

  MonitoredProcess create(SandboxEntry entry, StepContext context) throws IOException {
    Path root = HolderRoot.of(layout.settings()).require();
    OciRuntime runtime = parts.runtimes().require(entry.record().config().runtimeHandler());
    Path bundle = layout.holderBundle(entry.id());
    OwnDirectory.ensure(bundle);
    Files.writeString(
        bundle.resolve("config.json"),
        Json.write(
            HolderSpec.of(
                entry.snapshot().places(), cgroup(entry), root, runtime.facts().ociVersion())));
    MonitoredProcess created = parts.conmon().create(request(entry, runtime), context);
    runtime.start(entry.id(), context.remaining());
    pin(entry, created.process());
    return created;
  }

  private void pin(SandboxEntry entry, ProcessIdentity process) throws IOException {
    Path pin = layout.namespaces(entry.id()).resolve(NamespaceKind.PID.fileName());
    requireAlive(entry, process);
    PodNamespaces.pinFromProcess(process.pid(), NamespaceKind.PID, pin);
    requireAlive(entry, process);
  }

  private static void requireAlive(SandboxEntry entry, ProcessIdentity process) throws IOException {
    if (!process.isAlive()) {
      throw new Internal(
          "the process that holds the PID namespace of " + entry.text() + " ended at once",
          "See the kernel log for who killed it, then retry.");
    }
  }

  /** Success when there is nothing of it. */
  void remove(SandboxEntry entry, Duration timeout) throws IOException {
    PodNamespaces.unpinOne(layout.namespaces(entry.id()).resolve(NamespaceKind.PID.fileName()));
    Path bundle = layout.holderBundle(entry.id());
    if (!Files.isDirectory(bundle)) {
      return; // made before everything else of it, and removed after
    }
    OciRuntime runtime = parts.runtimes().require(entry.record().config().runtimeHandler());
    parts.conmon().remove(request(entry, runtime), cgroup(entry), timeout);
    Files.deleteIfExists(bundle.resolve("config.json"));
    Files.deleteIfExists(logFile(bundle));
    Files.deleteIfExists(bundle);
  }

  CompletableFuture<ContainerExit> watch(SandboxEntry entry, MonitoredProcess process) {
    return parts.exits().watch(process, cgroup(entry), layout.holderExits());
  }

  private MonitorRequest request(SandboxEntry entry, OciRuntime runtime) {
    Path bundle = layout.holderBundle(entry.id());
    return new MonitorRequest(
        entry.id(),
        "pid-" + Ids.shown(entry.id()),
        bundle,
        runtime,
        logFile(bundle),
        bundle.resolve("monitor"),
        layout.holderExits(),
        parent(entry).child("crij-conmon-" + entry.id()),
        false,
        false,
        false);
  }

  private static Path logFile(Path bundle) {
    return bundle.resolve("log");
  }

  private static CgroupPath cgroup(SandboxEntry entry) {
    return parent(entry).child("crij-pid-" + entry.id());
  }

  private static CgroupPath parent(SandboxEntry entry) {
    return entry.snapshot().places().cgroupParent();
  }
}
