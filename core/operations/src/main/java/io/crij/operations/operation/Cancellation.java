package io.crij.operations.operation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wish to stop, made at most once, with its reason. Hooks run on one fresh platform thread, since
 * they exist to free threads of pools that may all be stuck; a hook that comes too late runs at
 * once on the thread that brings it.
 */
public final class Cancellation {
  private static final Logger log = LoggerFactory.getLogger(Cancellation.class);

  private final Set<Entry> hooks = new LinkedHashSet<>();
  private Optional<String> reason = Optional.empty();

  /** Identity, so that the same runnable can be registered twice. */
  private static final class Entry {
    private final Runnable action;

    Entry(Runnable action) {
      this.action = action;
    }
  }

  /** The reason, once the wish was made. */
  public synchronized Optional<String> reason() {
    return reason;
  }

  public boolean requested() {
    return reason().isPresent();
  }

  /** Makes the wish and starts the hooks; a second request changes nothing. */
  public void request(String why) {
    List<Entry> due;
    synchronized (this) {
      if (reason.isPresent()) {
        return;
      }
      reason = Optional.of(why);
      due = List.copyOf(hooks);
      hooks.clear();
    }
    if (!due.isEmpty()) {
      Thread.ofPlatform().name("cancel").daemon().start(() -> due.forEach(Cancellation::run));
    }
  }

  /** Runs {@code action} when the wish is made, unless the hook is closed before. */
  public CancelHook onRequest(Runnable action) {
    Entry entry = new Entry(action);
    synchronized (this) {
      if (reason.isEmpty()) {
        hooks.add(entry);
        return () -> remove(entry);
      }
    }
    run(entry);
    return () -> {};
  }

  private synchronized void remove(Entry entry) {
    hooks.remove(entry);
  }

  private static void run(Entry entry) {
    try {
      entry.action.run();
    } catch (RuntimeException e) {
      log.warn("a cancel hook failed; what it should have stopped runs into its deadline", e);
    }
  }
}
