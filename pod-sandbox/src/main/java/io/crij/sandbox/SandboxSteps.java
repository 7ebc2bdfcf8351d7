package io.crij.sandbox;

import io.crij.operations.failure.Internal;
import io.crij.operations.step.Action;
import io.crij.operations.step.Step;
import java.util.ArrayList;
import java.util.List;

/** The steps that a sandbox is made of, in order, and those that its end takes back. */
final class SandboxSteps {
  private final SandboxParts parts;
  private final SandboxLayout layout;
  private final SandboxTable table;
  private final PodCgroups cgroups;
  private final PidHolder holder;

  SandboxSteps(SandboxParts parts, SandboxLayout layout, SandboxTable table, PodCgroups cgroups) {
    this.parts = parts;
    this.layout = layout;
    this.table = table;
    this.cgroups = cgroups;
    this.holder = new PidHolder(parts, layout);
  }

  /** RunPodSandbox; all of it is undone when it fails or was left half-done. */
  List<Step> all(SandboxEntry entry) {
    List<Step> together = living(entry);
    together.add(new SyncStep(entry, layout));
    return List.of(
        record(entry),
        cgroup(entry),
        namespaces(entry),
        Step.parallel("parts", together.toArray(Step[]::new)),
        new FilesStep(entry, layout),
        Step.of(
            "ready",
            layout.settings().stepDeadline(),
            context -> becomeReady(entry),
            Action.NOTHING));
  }

  private static void becomeReady(SandboxEntry entry) {
    entry.change(SandboxRecord::ready);
    if (entry.state() instanceof SandboxState.NotReady lost) {
      throw new Internal(
          entry.text() + " was lost while it was made: " + lost.reason(), "Retry the call.");
    }
  }

  /** What StopPodSandbox gives back, after the containers have ended. */
  List<Step> givenBackByStop(SandboxEntry entry) {
    return List.of(namespaces(entry), Step.parallel("parts", living(entry).toArray(Step[]::new)));
  }

  /** What is left after that for RemovePodSandbox. */
  List<Step> leftForRemove(SandboxEntry entry) {
    return List.of(record(entry), cgroup(entry), new FilesStep(entry, layout));
  }

  private List<Step> living(SandboxEntry entry) {
    SandboxConfig config = entry.record().config();
    List<Step> steps = new ArrayList<>();
    if (config.network() == NamespaceMode.POD) {
      steps.add(new NetworkStep(entry, parts.cni(), layout.settings().networkDeadline()));
    }
    if (config.ipc() == NamespaceMode.POD) {
      steps.add(new ShmStep(entry, layout));
    }
    if (config.pid() == NamespaceMode.POD) {
      steps.add(holder(entry));
    }
    return steps;
  }

  HolderStep holder(SandboxEntry entry) {
    return new HolderStep(entry, holder, layout.settings().stepDeadline());
  }

  private Step record(SandboxEntry entry) {
    return new RecordStep(entry, layout, table, parts.debts());
  }

  private Step cgroup(SandboxEntry entry) {
    return new CgroupStep(entry, cgroups, layout.settings().stepDeadline());
  }

  private Step namespaces(SandboxEntry entry) {
    return new NamespacesStep(entry, layout, parts.cni());
  }
}
