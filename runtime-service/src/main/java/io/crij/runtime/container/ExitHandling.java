package io.crij.runtime.container;

import io.crij.oci.monitor.ContainerExit;
import io.crij.oci.monitor.ExitWatches;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the ends of containers and tells them. */
final class ExitHandling {
  private static final Logger log = LoggerFactory.getLogger(ExitHandling.class);

  private final ExitWatches exits;
  private final ContainerPlaces places;

  ExitHandling(ExitWatches exits, ContainerPlaces places) {
    this.exits = exits;
    this.places = places;
  }

  /** For a container that has a process. Its end is told when none of its processes lives. */
  void watch(ContainerEntry entry) {
    Container container = entry.now();
    var _ =
        exits
            .watch(container.process().orElseThrow(), container.cgroup(), places.exits())
            .thenAccept(exit -> ended(entry, exit))
            .exceptionally(
                thrown -> {
                  // Only when crij stops: the next start finds the end.
                  log.info(
                      "the end of {} is not waited for any more: {}",
                      container.text(),
                      Failure.wrap("its watch ended", thrown).what());
                  log.debug("its watch ended", thrown);
                  return null;
                });
  }

  private static void ended(ContainerEntry entry, ContainerExit exit) {
    entry.now().logFile().ifPresent(file -> endLog(entry.now(), file, exit));
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

  private static void endLog(Container container, Path file, ContainerExit exit) {
    try {
      new LogEnd(file).close(exit.finishedAt());
    } catch (IOException e) {
      log.warn("the last line in the log of {} stays open: {}", container.text(), e.toString());
    }
  }
}
