package io.crij.runtime.container;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a container is in its life. Each state has the legal transitions out of it as methods:
 *
 * <pre>
 * Creating -> Created -> Running -> Exited -> Removing
 *     |         |  \_________________^          ^
 *     \_________\_______________________________|
 * </pre>
 */
public sealed interface ContainerState {
  /** Its steps are being done. CRI shows nothing. */
  record Creating() implements ContainerState {
    Created created() {
      return new Created();
    }

    /** The node was restarted when its creation may have been answered already. */
    Exited ended(ContainerEnd end) {
      return new Exited(Optional.empty(), end);
    }

    Removing removing() {
      return new Removing(Optional.empty());
    }
  }

  /** Its first process waits to run the command (CRI {@code CONTAINER_CREATED}). */
  record Created() implements ContainerState {
    Running started(Instant when) {
      return new Running(when);
    }

    Exited ended(ContainerEnd end) {
      return new Exited(Optional.empty(), end);
    }

    /** Its creation failed at the very end and was taken back. */
    Removing removing() {
      return new Removing(Optional.empty());
    }
  }

  /** Its command runs (CRI {@code CONTAINER_RUNNING}). */
  record Running(Instant startedAt) implements ContainerState {
    Exited ended(ContainerEnd end) {
      return new Exited(Optional.of(startedAt), end);
    }
  }

  /**
   * No process of it lives (CRI {@code CONTAINER_EXITED}).
   *
   * @param startedAt empty when its command never ran
   */
  record Exited(Optional<Instant> startedAt, ContainerEnd end) implements ContainerState {
    /** Its end was seen before the answer to its start. */
    Exited started(Instant when) {
      return new Exited(Optional.of(when), end);
    }

    Removing removing() {
      return new Removing(Optional.of(this));
    }
  }

  /**
   * What is left of it is being taken away. CRI shows {@code CONTAINER_EXITED}, or nothing when it
   * was never created.
   */
  record Removing(Optional<Exited> last) implements ContainerState {}
}
