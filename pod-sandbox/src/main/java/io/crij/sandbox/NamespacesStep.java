package io.crij.sandbox;

import io.crij.cni.Cni;
import io.crij.linux.errno.KernelException;
import io.crij.linux.namespace.NamespaceKind;
import io.crij.linux.namespace.PinRequest;
import io.crij.linux.namespace.PodNamespaces;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.step.Step;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The pinned namespaces, with the pod's host name and kernel parameters. */
record NamespacesStep(SandboxEntry entry, SandboxLayout layout, Cni cni) implements Step {
  @Override
  public String name() {
    return "namespaces";
  }

  @Override
  public Duration deadline() {
    return layout.settings().stepDeadline();
  }

  @Override
  public void doIt(StepContext context) throws IOException {
    SandboxConfig config = entry.record().config();
    Set<NamespaceKind> kinds = EnumSet.copyOf(entry.snapshot().places().pinned());
    kinds.remove(NamespaceKind.PID); // only a process can make one
    PinRequest request =
        new PinRequest(
            layout.namespaces(entry.id()),
            kinds,
            Optional.of(PodHostname.of(entry.id(), config)),
            config.sysctls());
    try {
      PodNamespaces.pin(request);
    } catch (KernelException refused) {
      if (refused.object().startsWith("/proc/sys/")) {
        throw new InvalidArgument(
            "the kernel refuses a sysctl of " + entry.text(),
            "Correct its name or value.",
            refused);
      }
      throw refused;
    }
  }

  /** Plugins take their rules away only as long as they find the namespace. */
  @Override
  public void undo(StepContext context) throws IOException {
    if (cni.isAttached(entry.id())) {
      throw new FailedPrecondition(
          "the namespaces of " + entry.text() + " stay while it is attached to a network",
          "It is retried; see why the CNI plugins fail to detach it.");
    }
    PodNamespaces.unpin(layout.namespaces(entry.id()));
  }
}
