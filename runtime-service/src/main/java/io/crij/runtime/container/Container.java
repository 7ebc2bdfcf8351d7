package io.crij.runtime.container;

import io.crij.cri.v1.ContainerConfig;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.oci.monitor.MonitoredProcess;
import io.crij.operations.failure.PlainText;
import io.crij.operations.id.Ids;
import io.crij.runtime.spec.ContainerMount;
import io.crij.runtime.spec.ContainerUser;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A container at one moment; immutable.
 *
 * @param id 64 hexadecimal digits
 * @param config the request as it came; nothing of it is trusted
 * @param handler name of the runtime handler that runs it
 * @param cgroup its own group
 * @param logFile empty when nobody asked for its output
 * @param made empty until its configuration for the runtime is written
 * @param process empty until it is created
 */
public record Container(
    String id,
    String sandboxId,
    ContainerConfig config,
    UsedImage image,
    String handler,
    CgroupPath cgroup,
    Optional<Path> logFile,
    Instant createdAt,
    ContainerState state,
    Optional<Made> made,
    Optional<MonitoredProcess> process) {

  /**
   * What its configuration for the runtime says. Storable as JSON.
   *
   * @param mounts the volumes of the request
   * @param stopSignal the kernel's number of the signal that asks it to end
   */
  public record Made(ContainerUser user, List<ContainerMount> mounts, int stopSignal) {
    public Made {
      mounts = List.copyOf(mounts);
    }
  }

  /** Its name in the pod; the same name and attempt come once in a sandbox. */
  public String name() {
    return config.getMetadata().getName();
  }

  /** How often the kubelet has made it before, an unsigned number. */
  public int attempt() {
    return config.getMetadata().getAttempt();
  }

  public boolean isRunning() {
    return state instanceof ContainerState.Running;
  }

  /** Whether CRI shows it: its creation was, or may have been, answered. */
  public boolean isVisible() {
    return switch (state) {
      case ContainerState.Creating _ -> false;
      case ContainerState.Removing removing -> removing.last().isPresent();
      default -> true;
    };
  }

  /** As messages name it: {@code container app (0123456789ab)}. */
  public String text() {
    return text(name(), id);
  }

  static String text(String name, String id) {
    return "container " + PlainText.of(name) + " (" + Ids.shown(id) + ")";
  }

  Container with(ContainerState next) {
    return new Container(
        id, sandboxId, config, image, handler, cgroup, logFile, createdAt, next, made, process);
  }

  Container with(ContainerConfig changed) {
    return new Container(
        id, sandboxId, changed, image, handler, cgroup, logFile, createdAt, state, made, process);
  }

  Container with(Made known) {
    return new Container(
        id,
        sandboxId,
        config,
        image,
        handler,
        cgroup,
        logFile,
        createdAt,
        state,
        Optional.of(known),
        process);
  }

  Container with(MonitoredProcess known) {
    return new Container(
        id,
        sandboxId,
        config,
        image,
        handler,
        cgroup,
        logFile,
        createdAt,
        state,
        made,
        Optional.of(known));
  }

  Container withoutProcess() {
    return new Container(
        id,
        sandboxId,
        config,
        image,
        handler,
        cgroup,
        logFile,
        createdAt,
        state,
        made,
        Optional.empty());
  }
}
