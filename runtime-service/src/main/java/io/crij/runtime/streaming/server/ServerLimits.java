package io.crij.runtime.streaming.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections the streaming server has at one time, and how many may not have a token yet.
 */
final class ServerLimits {
  private static final int MOST_CONNECTIONS = 4096;
  private static final int MOST_WITHOUT_TOKEN = 512;

  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger withoutToken = new AtomicInteger();

  /** Counts a new connection; false when it is one too many. */
  boolean admit() {
    boolean room = connections.incrementAndGet() <= MOST_CONNECTIONS;
    return withoutToken.incrementAndGet() <= MOST_WITHOUT_TOKEN && room;
  }

  /** It showed its token, or was refused. */
  void passed() {
    withoutToken.decrementAndGet();
  }

  void closed() {
    connections.decrementAndGet();
  }
}
