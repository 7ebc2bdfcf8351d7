package io.crij.sandbox;

import io.crij.operations.operation.Operation;
import io.crij.operations.operation.OperationKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** RunPodSandbox. */
final class RunPodSandbox {
  private static final String KIND = "RunPodSandbox";

  private final SandboxParts parts;
  private final SandboxLayout layout;
  private final SandboxTable table;
  private final SandboxSteps steps;
  private final PodCgroups cgroups;

  RunPodSandbox(
      SandboxParts parts,
      SandboxLayout layout,
      SandboxTable table,
      SandboxSteps steps,
      PodCgroups cgroups) {
    this.parts = parts;
    this.layout = layout;
    this.table = table;
    this.steps = steps;
    this.cgroups = cgroups;
  }

  /** Calls with the same metadata join; {@code id} is that of the sandbox if this one is first. */
  CompletableFuture<Sandbox> start(String id, SandboxConfig config) {
    parts.runtimes().require(config.runtimeHandler());
    Optional<Sandbox> ready = table.ready(config.metadata());
    return ready.isPresent()
        ? CompletableFuture.completedFuture(ready.get())
        : parts
            .operations()
            .joinOrStart(
                new OperationKey(KIND, config.metadata().key()),
                Sandbox.text(id, config),
                operation -> run(operation, id, config));
  }

  private Sandbox run(Operation operation, String id, SandboxConfig config) {
    // One that became ready since the caller looked.
    Optional<Sandbox> ready = table.ready(config.metadata());
    return ready.isPresent() ? ready.get() : make(operation, id, config);
  }

  private Sandbox make(Operation operation, String id, SandboxConfig config) {
    SandboxRecord record =
        SandboxRecord.creating(
            id,
            config,
            parts.wallClock().instant(),
            cgroups.toMake(
                layout.places(id, config).cgroupParent(), !config.cgroupParent().isEmpty()));
    SandboxEntry entry = new SandboxEntry(layout, record);
    entry.creating(operation);
    table.add(entry);
    try {
      parts.runner().run(operation, steps.all(entry));
      return entry.snapshot();
    } finally {
      entry.creationIsOver();
    }
  }
}
