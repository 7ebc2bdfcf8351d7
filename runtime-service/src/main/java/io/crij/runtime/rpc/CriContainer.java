package io.crij.runtime.rpc;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.ContainerResources;
import io.crij.cri.v1.ContainerStatus;
import io.crij.cri.v1.ContainerUser;
import io.crij.cri.v1.LinuxContainerUser;
import io.crij.cri.v1.Mount;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.ContainerEnd;
import io.crij.runtime.container.ContainerState;
import io.crij.runtime.container.ContainerState.Created;
import io.crij.runtime.container.ContainerState.Creating;
import io.crij.runtime.container.ContainerState.Exited;
import io.crij.runtime.container.ContainerState.Removing;
import io.crij.runtime.container.ContainerState.Running;
import io.crij.runtime.spec.ContainerMount;
import java.util.ArrayList;
import java.util.List;

/** Containers as CRI shows them: what was asked for comes back as it came. */
final class CriContainer {
  private CriContainer() {}

  static io.crij.cri.v1.Container listed(Container container) {
    ContainerConfig config = container.config();
    return io.crij.cri.v1.Container.newBuilder()
        .setId(container.id())
        .setPodSandboxId(container.sandboxId())
        .setMetadata(config.getMetadata())
        .setImage(config.getImage())
        .setImageRef(container.image().ref())
        .setImageId(container.image().id())
        .setState(state(container))
        .setCreatedAt(Timestamps.nanos(container.createdAt()))
        .putAllLabels(config.getLabelsMap())
        .putAllAnnotations(config.getAnnotationsMap())
        .build();
  }

  static ContainerStatus status(Container container) {
    ContainerConfig config = container.config();
    ContainerStatus.Builder status =
        ContainerStatus.newBuilder()
            .setId(container.id())
            .setMetadata(config.getMetadata())
            .setState(state(container))
            .setCreatedAt(Timestamps.nanos(container.createdAt()))
            .setImage(config.getImage())
            .setImageRef(container.image().ref())
            .setImageId(container.image().id())
            .putAllLabels(config.getLabelsMap())
            .putAllAnnotations(config.getAnnotationsMap())
            .addAllMounts(mounts(container))
            .setResources(
                ContainerResources.newBuilder().setLinux(config.getLinux().getResources()));
    container.logFile().ifPresent(file -> status.setLogPath(file.toString()));
    container.made().ifPresent(made -> setMade(status, made));
    setTimes(status, container.state());
    return status.build();
  }

  static io.crij.cri.v1.ContainerState state(Container container) {
    return switch (container.state()) {
      case Creating _, Created _ -> io.crij.cri.v1.ContainerState.CONTAINER_CREATED;
      case Running _ -> io.crij.cri.v1.ContainerState.CONTAINER_RUNNING;
      case Exited _, Removing _ -> io.crij.cri.v1.ContainerState.CONTAINER_EXITED;
    };
  }

  /** As requested; an image says which one it turned out to be. */
  private static List<Mount> mounts(Container container) {
    List<Mount> requested = container.config().getMountsList();
    List<ContainerMount> made = container.made().map(Container.Made::mounts).orElse(List.of());
    List<Mount> mounts = new ArrayList<>();
    for (int i = 0; i < requested.size(); i++) {
      Mount.Builder mount = requested.get(i).toBuilder();
      if (i < made.size()) {
        made.get(i).imageId().ifPresent(id -> mount.getImageBuilder().setImageRef(id));
      }
      mounts.add(mount.build());
    }
    return mounts;
  }

  private static void setMade(ContainerStatus.Builder status, Container.Made made) {
    status
        .setUser(
            ContainerUser.newBuilder()
                .setLinux(
                    LinuxContainerUser.newBuilder()
                        .setUid(made.user().uid())
                        .setGid(made.user().gid())
                        .addAllSupplementalGroups(made.user().supplementalGroups())))
        .setStopSignal(CriSignals.of(made.stopSignal()));
  }

  private static void setTimes(ContainerStatus.Builder status, ContainerState state) {
    switch (state) {
      case Creating _, Created _ -> {}
      case Running running -> status.setStartedAt(Timestamps.nanos(running.startedAt()));
      case Exited exited -> setEnd(status, exited);
      case Removing removing -> removing.last().ifPresent(exited -> setEnd(status, exited));
    }
  }

  private static void setEnd(ContainerStatus.Builder status, Exited exited) {
    exited.startedAt().ifPresent(when -> status.setStartedAt(Timestamps.nanos(when)));
    ContainerEnd end = exited.end();
    status
        .setFinishedAt(Timestamps.nanos(end.finishedAt()))
        .setExitCode(end.code())
        .setReason(end.reason())
        .setMessage(end.message());
  }
}
