package io.crij.runtime.rpc;

import io.crij.cri.v1.ContainerEventResponse;
import io.crij.cri.v1.ContainerEventType;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.Containers;
import io.crij.runtime.events.EventKind;
import io.crij.runtime.events.EventStreams;
import io.crij.sandbox.Sandbox;
import io.crij.sandbox.Sandboxes;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/** CRI's events of pods and containers, each with the state of its pod after it. */
final class PodEvents {
  private final Sandboxes sandboxes;
  private final Containers containers;
  private final EventStreams streams;
  private final Clock clock;

  PodEvents(Sandboxes sandboxes, Containers containers, EventStreams streams, Clock clock) {
    this.sandboxes = sandboxes;
    this.containers = containers;
    this.streams = streams;
    this.clock = clock;
  }

  /** From now on all that happens is told. */
  void listen() {
    containers.listen(this::container);
    sandboxes.listen(
        (change, sandbox) ->
            sandbox(
                switch (change) {
                  case CREATED -> EventKind.CREATED;
                  case READY -> EventKind.STARTED;
                  case NOT_READY -> EventKind.STOPPED;
                  case GONE -> EventKind.DELETED;
                },
                sandbox));
  }

  private void container(EventKind kind, Container now) {
    streams.send(
        () -> {
          Stream<Container> others =
              containers.list().stream()
                  .filter(other -> other.sandboxId().equals(now.sandboxId()))
                  .filter(other -> !other.id().equals(now.id()));
          Stream<Container> all =
              kind == EventKind.DELETED ? others : Stream.concat(Stream.of(now), others);
          return event(kind, now.id(), sandboxes.find(now.sandboxId()), all);
        });
  }

  private void sandbox(EventKind kind, Sandbox now) {
    streams.send(
        () ->
            event(
                kind,
                now.id(),
                Optional.of(now),
                containers.list().stream()
                    .filter(container -> container.sandboxId().equals(now.id()))));
  }

  private ContainerEventResponse event(
      EventKind kind, String id, Optional<Sandbox> sandbox, Stream<Container> containers) {
    ContainerEventResponse.Builder event =
        ContainerEventResponse.newBuilder()
            .setContainerId(id)
            .setContainerEventType(type(kind))
            .setCreatedAt(Timestamps.nanos(clock.instant()));
    sandbox.ifPresent(pod -> event.setPodSandboxStatus(CriSandbox.status(pod)));
    containers.map(CriContainer::status).forEach(event::addContainersStatuses);
    return event.build();
  }

  private static ContainerEventType type(EventKind kind) {
    return switch (kind) {
      case CREATED -> ContainerEventType.CONTAINER_CREATED_EVENT;
      case STARTED -> ContainerEventType.CONTAINER_STARTED_EVENT;
      case STOPPED -> ContainerEventType.CONTAINER_STOPPED_EVENT;
      case DELETED -> ContainerEventType.CONTAINER_DELETED_EVENT;
    };
  }
}
