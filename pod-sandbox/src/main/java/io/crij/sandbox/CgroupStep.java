package io.crij.sandbox;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.operations.step.Step;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.time.Duration;

/** The pod's control group, where nobody has made it before. */
record CgroupStep(SandboxEntry entry, PodCgroups groups, Duration deadline) implements Step {
  @Override
  public String name() {
    return "cgroup";
  }

  @Override
  public void doIt(StepContext context) throws IOException {
    groups.create(parent());
  }

  @Override
  public void undo(StepContext context) throws IOException {
    groups.remove(entry);
  }

  private CgroupPath parent() {
    return entry.snapshot().places().cgroupParent();
  }
}
