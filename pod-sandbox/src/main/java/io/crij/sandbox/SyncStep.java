package io.crij.sandbox;

import io.crij.operations.record.OwnDirectory;
import io.crij.operations.step.Step;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.time.Duration;

/**
 * Makes the record durable while the network is attached. Which state it shows does not matter:
 * after a power cut every recorded sandbox is listed as not ready.
 */
record SyncStep(SandboxEntry entry, SandboxLayout layout) implements Step {
  @Override
  public String name() {
    return "sync";
  }

  @Override
  public Duration deadline() {
    return layout.settings().stepDeadline();
  }

  @Override
  public void doIt(StepContext context) throws IOException {
    entry.file().sync();
    OwnDirectory.sync(layout.records());
  }

  @Override
  public void undo(StepContext context) {}
}
