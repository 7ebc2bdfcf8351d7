package io.crij.runtime.container;

import io.crij.linux.cgroup.CgroupPath;
import io.crij.oci.monitor.ContainerExit;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the ends of containers and tells them. */
final class ExitHandling {
  private static final Logger log = LoggerFactory.getLogger(ExitHandling.class);
  private static final Duration KILL_DEADLINE = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final ContainerParts parts;
  private final ContainerPlaces places;
  private final NeverFull changes;

  ExitHandling(ContainerParts parts, ContainerPlaces places) {
    this.parts = parts;
    this.places = places;
    this.changes = new NeverFull(parts.platformThreads());
  }

  /** For a container that has a process. */
  void watch(ContainerEntry entry) {
    Container container = entry.now();
    var _ =
        parts
            .exits()
            .watch(container.process().orElseThrow(), container.cgroup(), places.exits())
            .thenAcceptAsync(exit -> ended(entry, exit), changes)
            .exceptionally(
                thrown -> {
                  log.error("the end of {} cannot be told", container.text(), thrown);
                  return null;
                });
  }

  private void ended(ContainerEntry entry, ContainerExit exit) {
    if (!endTheRest(entry.now())) {
      var _ =
          parts
              .timer()
              .schedule(
                  () -> changes.execute(() -> ended(entry, exit)),
                  AGAIN.toMillis(),
                  TimeUnit.MILLISECONDS);
      return;
    }
    ContainerEnd end = entry.startFailure().orElse(ContainerEnd.of(exit));
    entry.observe(
        now ->
            switch (now.state()) {
              case ContainerState.Created created -> now.with(created.ended(end));
              case ContainerState.Running running -> now.with(running.ended(end));
              case ContainerState.Creating _, ContainerState.Exited _, ContainerState.Removing _ ->
                  now;
            });
  }

  /**
   * With the PID namespace of the pod or the node, others outlive the first process.
   *
   * @return whether nobody is left
   */
  private boolean endTheRest(Container container) {
    CgroupPath group = container.cgroup();
    try {
      if (!parts.cgroups().isEmpty(group)) {
        parts.cgroups().killAll(group, KILL_DEADLINE);
      }
      return true;
    } catch (IOException e) {
      log.warn("processes of {} outlive its first one; trying again", container.text(), e);
      return false;
    }
  }
}
