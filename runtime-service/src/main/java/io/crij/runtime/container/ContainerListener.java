package io.crij.runtime.container;

import io.crij.runtime.events.EventKind;

/** Hears what happens to containers, each thing once and in its order; must not wait. */
public interface ContainerListener {
  /**
   * @param now as it is after that
   */
  void happened(EventKind kind, Container now);
}
