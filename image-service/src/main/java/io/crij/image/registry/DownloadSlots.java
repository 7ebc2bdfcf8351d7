package io.crij.image.registry;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who may download now: so many at one host, so many in all, first come, first served. */
final class DownloadSlots {

  /** The right to one request; given back once. */
  interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /** Those that have or want a slot at a host. */
  private static final class Host {
    final Semaphore free;
    int users;

    Host(int slots) {
      free = new Semaphore(slots, true);
    }
  }

  private final int perHost;
  private final Semaphore all;
  private final Map<String, Host> hosts = new HashMap<>();

  DownloadSlots(DownloadLimits limits) {
    perHost = limits.perRegistry();
    all = new Semaphore(limits.atOnce(), true);
  }

  /** Waits for a slot. Whoever holds one never waits for a second. */
  Slot take(String name) throws InterruptedException {
    Host host = enter(name);
    try {
      host.free.acquire();
    } catch (InterruptedException e) {
      leave(name, host);
      throw e;
    }
    try {
      all.acquire();
    } catch (InterruptedException e) {
      host.free.release();
      leave(name, host);
      throw e;
    }
    AtomicBoolean given = new AtomicBoolean();
    return () -> {
      if (given.compareAndSet(false, true)) {
        all.release();
        host.free.release();
        leave(name, host);
      }
    };
  }

  private synchronized Host enter(String name) {
    Host host = hosts.computeIfAbsent(name, _ -> new Host(perHost));
    host.users++;
    return host;
  }

  private synchronized void leave(String name, Host host) {
    host.users--;
    if (host.users == 0) {
      hosts.remove(name);
    }
  }
}
