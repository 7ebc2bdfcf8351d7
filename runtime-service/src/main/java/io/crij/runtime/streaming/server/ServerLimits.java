package io.crij.runtime.streaming.server;

import io.crij.runtime.streaming.connection.MemoryShare;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections the streaming server has at one time, and how many may not have a token yet.
 */
final class ServerLimits {
  private static final int MOST_CONNECTIONS = 2048;
  private static final int MOST_WITHOUT_TOKEN = 512;

  private final MemoryShare share = new MemoryShare();
  private final AtomicInteger withoutToken = new AtomicInteger();

  /** Counts a new connection; false when it is one too many. */
  boolean admit() {
    boolean room = share.opened() <= MOST_CONNECTIONS;
    return withoutToken.incrementAndGet() <= MOST_WITHOUT_TOKEN && room;
  }

  MemoryShare share() {
    return share;
  }

  /** It showed its token, or was refused. */
  void passed() {
    withoutToken.decrementAndGet();
  }

  void closed() {
    share.closed();
  }
}
