package io.crij.cni;

import io.crij.operations.failure.FailedPrecondition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Host ports of all attachments, so that two pods never get rules for the same one. */
final class PortReservations {
  private final Map<String, List<PortMapping>> byPod = new HashMap<>();

  /** Takes the ports for the pod sandbox, or none of them. */
  synchronized void reserve(String podSandboxId, List<PortMapping> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      PortMapping mapping = wanted.get(i);
      refuse(podSandboxId, mapping, podSandboxId, wanted.subList(0, i));
      byPod.forEach((pod, taken) -> refuse(podSandboxId, mapping, pod, taken));
    }
    restore(podSandboxId, wanted);
  }

  /** Takes ports that a record says are in use. */
  synchronized void restore(String podSandboxId, List<PortMapping> taken) {
    if (!taken.isEmpty()) {
      byPod.put(podSandboxId, List.copyOf(taken));
    }
  }

  synchronized void release(String podSandboxId) {
    byPod.remove(podSandboxId);
  }

  private static void refuse(
      String podSandboxId, PortMapping wanted, String owner, List<PortMapping> taken) {
    for (PortMapping other : taken) {
      if (wanted.conflictsWith(other)) {
        throw new FailedPrecondition(
            "host port "
                + wanted.text()
                + " of pod sandbox "
                + podSandboxId
                + " is taken: pod sandbox "
                + owner
                + " has "
                + other.text(),
            "Use another host port, or stop and remove the other pod sandbox.");
      }
    }
  }
}
