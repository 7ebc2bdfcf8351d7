package io.crij.runtime.container;

import io.crij.runtime.events.EventKind;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells the listener what the transitions of one container mean. An end that is seen before the
 * answer to its start is told after that start. Called under the container's lock.
 */
final class ContainerNews {
  private final AtomicReference<ContainerListener> listener;
  private boolean starting;
  private boolean endUntold;
  private boolean deleted;

  ContainerNews(AtomicReference<ContainerListener> listener) {
    this.listener = listener;
  }

  void changed(Container before, Container now) {
    switch (now.state()) {
      case ContainerState.Created _ when before.state() instanceof ContainerState.Creating ->
          tell(EventKind.CREATED, now);
      case ContainerState.Running _ when !before.isRunning() -> tell(EventKind.STARTED, now);
      case ContainerState.Exited exited -> ended(before, exited, now);
      default -> {}
    }
  }

  private void ended(Container before, ContainerState.Exited exited, Container now) {
    if (before.state() instanceof ContainerState.Exited last) {
      if (last.startedAt().isEmpty() && exited.startedAt().isPresent()) {
        tell(EventKind.STARTED, now);
      }
    } else if (starting && exited.startedAt().isEmpty()) {
      endUntold = true;
    } else {
      tell(EventKind.STOPPED, now);
    }
  }

  void starting() {
    starting = true;
  }

  void startIsOver(Container now) {
    starting = false;
    if (endUntold) {
      endUntold = false;
      tell(EventKind.STOPPED, now);
    }
  }

  void gone(Container last) {
    if (!deleted && last.isVisible()) {
      deleted = true;
      tell(EventKind.DELETED, last);
    }
  }

  private void tell(EventKind kind, Container now) {
    listener.get().happened(kind, now);
  }
}
