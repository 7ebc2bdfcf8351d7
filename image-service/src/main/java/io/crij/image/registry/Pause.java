package io.crij.image.registry;

import java.time.Duration;

/** How to wait between two attempts; tests do not wait. */
public interface Pause {
  void pause(Duration duration) throws InterruptedException;

  /** Sleeps. */
  Pause SLEEP = Thread::sleep;
}
