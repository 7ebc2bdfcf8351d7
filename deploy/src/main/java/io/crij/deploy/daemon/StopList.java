package io.crij.deploy.daemon;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was started, stopped in reverse. Each part is stopped even when another cannot be; the first
 * failure is thrown with the others suppressed.
 */
final class StopList {
  private static final Logger log = LoggerFactory.getLogger(StopList.class);

  private record Part(String name, AutoCloseable stop) {}

  private final Deque<Part> started = new ArrayDeque<>();

  /** Stops {@code part} before all that was added earlier. */
  <T extends AutoCloseable> T add(String name, T part) {
    started.push(new Part(name, part));
    return part;
  }

  void stopAll() throws Exception {
    Exception first = null;
    while (!started.isEmpty()) {
      Part part = started.pop();
      try {
        part.stop().close();
      } catch (Exception e) {
        log.warn("{} did not stop well", part.name(), e);
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Stops all because of a failure, which is the one that is told. */
  void stopAfter(Exception failure) {
    try {
      stopAll();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
