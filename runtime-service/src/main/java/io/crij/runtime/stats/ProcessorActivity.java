package io.crij.runtime.stats;

import io.crij.linux.usage.GroupUsage;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.ContainerState;
import io.crij.runtime.container.Containers;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * By the processor time of the container's control group, in nanoseconds: whoever writes a file
 * takes some, and it stays counted when the process has ended.
 */
public final class ProcessorActivity implements LayerActivity {
  private static final OptionalLong ENDED = OptionalLong.of(-1);

  private final Containers containers;
  private final GroupUsage usage;

  public ProcessorActivity(Containers containers, GroupUsage usage) {
    this.containers = containers;
    this.usage = usage;
  }

  @Override
  public OptionalLong of(String containerId) throws IOException {
    Optional<Container> container = containers.find(containerId);
    if (container.isEmpty()) {
      return OptionalLong.empty();
    }
    return switch (container.get().state()) {
      case ContainerState.Exited _, ContainerState.Removing _ -> ENDED;
      default -> usage.cpuNanos(container.get().cgroup());
    };
  }
}
