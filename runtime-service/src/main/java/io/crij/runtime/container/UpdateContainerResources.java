package io.crij.runtime.container;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.LinuxContainerResources;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.cgroup.ChangedFiles;
import io.crij.linux.cgroup.GroupLimits;
import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.files.ProcFs;
import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.runtime.RuntimeHandlers;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.id.Ids;
import io.crij.operations.operation.OperationKey;
import io.crij.runtime.spec.Resources;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * CRI UpdateContainerResources: in the kernel's files, all of it or nothing, and read back from
 * them. Updates of one container come one after the other.
 */
final class UpdateContainerResources {
  private final ContainerParts parts;
  private final RuntimeHandlers runtimes;

  UpdateContainerResources(ContainerParts parts, RuntimeHandlers runtimes) {
    this.parts = parts;
    this.runtimes = runtimes;
  }

  CompletableFuture<Void> begin(ContainerEntry entry, LinuxContainerResources wanted) {
    Container container = entry.now();
    RuntimeFacts runtime = runtimes.require(container.handler()).facts();
    GroupLimits limits = parts.specs().limits(wanted, runtime);
    OptionalInt oomScore =
        wanted.getOomScoreAdj() == 0
            ? OptionalInt.empty()
            : OptionalInt.of(parts.specs().oomScore(wanted));
    // A key of its own: another update is another operation.
    return parts
        .operations()
        .joinOrStart(
            new OperationKey("UpdateContainerResources", entry.id() + "/" + Ids.random()),
            container.text(),
            _ -> {
              update(entry, wanted, runtime, limits, oomScore);
              return null;
            });
  }

  private void update(
      ContainerEntry entry,
      LinuxContainerResources wanted,
      RuntimeFacts runtime,
      GroupLimits limits,
      OptionalInt oomScore) {
    ChangedFiles[] changed = new ChangedFiles[1];
    try {
      entry.change(
          now -> {
            requireAlive(now);
            try {
              changed[0] = parts.cgroups().setLimits(now.cgroup(), limits);
              return now.with(shown(now, wanted, runtime));
            } catch (IOException e) {
              throw refused(now, e);
            }
          });
    } catch (RuntimeException e) {
      if (changed[0] != null) {
        changed[0].undo(e);
      }
      throw e;
    }
    oomScore.ifPresent(score -> setOomScore(entry.now(), score));
  }

  private static void requireAlive(Container container) {
    boolean alive =
        switch (container.state()) {
          case ContainerState.Created _, ContainerState.Running _ -> true;
          default -> false;
        };
    if (!alive) {
      throw new FailedPrecondition(
          container.text() + " does not run, so nothing limits it",
          "Give the resources to the next container.");
    }
  }

  private static Failure refused(Container container, IOException e) {
    String what = "the resources of " + container.text() + " were not changed";
    boolean impossible =
        e instanceof KernelException kernel && kernel.is(Errno.EBUSY, Errno.EINVAL, Errno.ERANGE);
    return impossible
        ? new FailedPrecondition(
            what, "The limits of its pod, or what it uses now, do not allow that.", e)
        : Failure.wrap(what, e);
  }

  /** What is asked for is kept as far as the kernel has it. */
  private ContainerConfig shown(
      Container container, LinuxContainerResources wanted, RuntimeFacts runtime)
      throws IOException {
    ContainerConfig.Builder config = container.config().toBuilder();
    LinuxContainerResources merged = Resources.merged(config.getLinux().getResources(), wanted);
    Cgroups cgroups = parts.cgroups();
    GroupLimits kernel =
        cgroups.limitsInForce(container.cgroup(), parts.specs().limits(merged, runtime));
    config.getLinuxBuilder().setResources(Resources.inForce(merged, kernel));
    return config.build();
  }

  /** Of everybody in it; who has just ended needs none. */
  private void setOomScore(Container container, int score) {
    try (ProcFs proc = ProcFs.open()) {
      for (int pid : parts.cgroups().pids(container.cgroup())) {
        try {
          proc.write(pid + "/oom_score_adj", Integer.toString(score));
        } catch (KernelException e) {
          if (!e.is(Errno.ENOENT, Errno.ESRCH)) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw Failure.wrap("oom_score_adj of " + container.text() + " was not changed", e);
    }
  }
}
