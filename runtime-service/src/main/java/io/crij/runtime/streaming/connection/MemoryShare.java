package io.crij.runtime.streaming.connection;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much one connection may buffer in each direction: a part of what all together may have, which
 * gets smaller as there are more of them. Any thread.
 */
public final class MemoryShare {
  private static final int ALL = 12 << 20;
  private static final int LEAST = 8 << 10;
  private static final int MOST = 256 << 10;

  private final AtomicInteger connections = new AtomicInteger();

  /** Bytes. */
  int bytes() {
    return Math.clamp(ALL / Math.max(1, connections.get()), LEAST, MOST);
  }

  /** How many there are with this one. */
  public int opened() {
    return connections.incrementAndGet();
  }

  public void closed() {
    connections.decrementAndGet();
  }
}
