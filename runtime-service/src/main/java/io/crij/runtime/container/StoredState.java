package io.crij.runtime.container;

import java.time.Instant;
import java.util.Optional;

/** A {@link ContainerState} as its record has it. */
record StoredState(Kind kind, Optional<Instant> startedAt, Optional<ContainerEnd> end) {
  enum Kind {
    CREATING,
    CREATED,
    RUNNING,
    EXITED,
    REMOVING
  }

  static StoredState of(ContainerState state) {
    return switch (state) {
      case ContainerState.Creating _ -> bare(Kind.CREATING);
      case ContainerState.Created _ -> bare(Kind.CREATED);
      case ContainerState.Running running ->
          new StoredState(Kind.RUNNING, Optional.of(running.startedAt()), Optional.empty());
      case ContainerState.Exited exited -> ended(Kind.EXITED, exited);
      case ContainerState.Removing removing ->
          removing.last().map(last -> ended(Kind.REMOVING, last)).orElse(bare(Kind.REMOVING));
    };
  }

  private static StoredState bare(Kind kind) {
    return new StoredState(kind, Optional.empty(), Optional.empty());
  }

  private static StoredState ended(Kind kind, ContainerState.Exited exited) {
    return new StoredState(kind, exited.startedAt(), Optional.of(exited.end()));
  }

  /**
   * @throws java.util.NoSuchElementException when the record lacks what its kind needs
   */
  ContainerState state() {
    return switch (kind) {
      case CREATING -> new ContainerState.Creating();
      case CREATED -> new ContainerState.Created();
      case RUNNING -> new ContainerState.Running(startedAt.orElseThrow());
      case EXITED -> new ContainerState.Exited(startedAt, end.orElseThrow());
      case REMOVING ->
          new ContainerState.Removing(
              end.map(known -> new ContainerState.Exited(startedAt, known)));
    };
  }
}
