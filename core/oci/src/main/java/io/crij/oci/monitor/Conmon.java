package io.crij.oci.monitor;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.process.Spawner;
import io.crij.operations.failure.Failure;
import io.crij.operations.step.StepContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Creates containers under conmon, and takes them back. A container's processes, its monitor and
 * the runtime's state all have places that follow from the request. Platform threads only.
 */
public final class Conmon {
  private static final Duration UNDO = Duration.ofSeconds(20);

  private final Path program;
  private final Spawner spawner;
  private final Cgroups cgroups;

  public Conmon(Path program, Spawner spawner, Cgroups cgroups) {
    this.program = program;
    this.spawner = spawner;
    this.cgroups = cgroups;
  }

  /**
   * Creates the container, whose own program waits for {@code start} then. On any failure, and when
   * the context is cancelled meanwhile, all is taken back.
   *
   * @throws Failure InvalidArgument when the runtime finds fault with the command, working
   *     directory or user; always with the runtime's own sentence if it said one
   */
  public MonitoredProcess create(MonitorRequest request, StepContext context) {
    context.checkCancelled();
    CgroupPath container = containerCgroup(request);
    try {
      return new MonitorStart(program, spawner, cgroups, request, context).run();
    } catch (IOException | RuntimeException failure) {
      Failure reason = Failure.wrap("cannot create container " + request.containerId(), failure);
      try {
        remove(request, container, UNDO);
      } catch (Failure second) {
        reason.addSuppressed(second);
      }
      throw reason;
    }
  }

  private static CgroupPath containerCgroup(MonitorRequest request) {
    try {
      return new RuntimeBundle(request.bundle()).cgroup();
    } catch (IOException | IllegalArgumentException failure) {
      throw Failure.wrap("cannot use the bundle " + request.bundle(), failure);
    }
  }

  /**
   * Takes a container back, whatever is there of it: kills its monitor and its processes, makes the
   * runtime forget it, removes both control groups and the files around the monitor. Success when
   * there is nothing. The bundle and the log file stay.
   */
  public void remove(MonitorRequest request, CgroupPath containerCgroup, Duration timeout) {
    new MonitorRemoval(cgroups, request, containerCgroup, timeout).run();
  }
}
