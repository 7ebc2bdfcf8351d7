package io.crij.runtime.stats.metrics;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.host.DiskUsage;
import io.crij.linux.usage.NetworkUsage;
import io.crij.runtime.container.Container;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is measured: a running container, or a pod as a whole.
 *
 * @param group empty for a pod whose control group has others in it
 * @param container empty for a whole pod
 * @param startedAt of the container, or when the pod was made
 * @param network of a whole pod that has its own
 * @param disk where writable layers are
 */
record Subject(
    Optional<CgroupPath> group,
    Optional<Container> container,
    Instant startedAt,
    Optional<NetworkUsage> network,
    DiskUsage disk) {

  /** The first process of a container. */
  OptionalInt firstProcess() {
    return container
        .flatMap(Container::process)
        .map(monitored -> OptionalInt.of(monitored.process().pid()))
        .orElseGet(OptionalInt::empty);
  }
}
