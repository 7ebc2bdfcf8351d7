package io.crij.sandbox;

import io.crij.operations.step.StepContext;

/**
 * Who lives in a pod sandbox: its containers. They end before their namespaces do. Both are
 * repeated until they succeed; nobody there is success.
 */
public interface SandboxOccupants {
  /** Ends every process of every container, also of one that is just being made. */
  void stopAll(String sandboxId, StepContext context) throws Exception;

  /** Takes all containers of the sandbox away, running or not. */
  void removeAll(String sandboxId, StepContext context) throws Exception;
}
