package io.crij.sandbox;

import io.crij.linux.mount.Mounts;
import io.crij.operations.record.OwnDirectory;
import io.crij.operations.step.Step;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The pod's /dev/shm: a tmpfs of a fixed size that every user may write to. */
record ShmStep(SandboxEntry entry, SandboxLayout layout) implements Step {
  private static final int MODE = 01777;

  @Override
  public String name() {
    return "shm";
  }

  @Override
  public Duration deadline() {
    return layout.settings().stepDeadline();
  }

  @Override
  public void doIt(StepContext context) throws IOException {
    Path shm = layout.shm(entry.id());
    OwnDirectory.ensure(shm);
    Mounts.tmpfs(shm, layout.settings().shmBytes(), MODE);
  }

  @Override
  public void undo(StepContext context) throws IOException {
    Path shm = layout.shm(entry.id());
    Mounts.unmount(shm, true);
    Files.deleteIfExists(shm);
  }
}
