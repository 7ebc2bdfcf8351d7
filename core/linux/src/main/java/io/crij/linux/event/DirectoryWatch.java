package io.crij.linux.event;

import io.crij.linux.errno.KernelException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the names of entries that appeared in a directory, were written, renamed or removed, by
 * inotify(7). The directory may be absent, be deleted and be made again: then, and when the kernel
 * dropped events, the name is empty and means "list it, anything may have changed". The listener is
 * called for one name at a time, on a platform thread; a name that changes often is told once.
 *
 * <p>A rename of a directory further up than its parent is not noticed.
 */
public final class DirectoryWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DirectoryWatch.class);
  private static final String ANYTHING = "";
  private static final int MOST_NAMES = 4096;
  private static final int ENTRIES =
      EventCalls.IN_CREATE
          | EventCalls.IN_CLOSE_WRITE
          | EventCalls.IN_MOVED_TO
          | EventCalls.IN_MOVED_FROM
          | EventCalls.IN_DELETE;
  private static final int ITSELF = EventCalls.IN_DELETE_SELF | EventCalls.IN_MOVE_SELF;
  private static final int LOST = ITSELF | EventCalls.IN_IGNORED;

  private final EventLoop loop;
  private final Path directory;
  private final Consumer<String> listener;
  private final Inotify inotify;
  private final WatchedPlace place;
  private final Registration registration;
  private final Set<String> changed = new LinkedHashSet<>();
  private boolean moved;
  private boolean telling;
  private boolean closed;

  public DirectoryWatch(EventLoop loop, Path directory, Consumer<String> listener)
      throws KernelException {
    this.loop = loop;
    this.directory = directory.toAbsolutePath().normalize();
    this.listener = listener;
    this.inotify = new Inotify();
    try {
      this.place = new WatchedPlace(inotify, this.directory, ENTRIES | ITSELF);
      place.settle();
      this.registration = loop.watch(inotify.fd(), this::readEvents);
    } catch (KernelException | RuntimeException failure) {
      inotify.close();
      throw failure;
    }
  }

  private void readEvents() {
    try {
      List<InotifyEvents.Event> events = inotify.read();
      synchronized (this) {
        events.forEach(this::note);
        tellSoon();
      }
    } catch (KernelException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void note(InotifyEvents.Event event) {
    if (event.has(EventCalls.IN_Q_OVERFLOW) || changed.size() >= MOST_NAMES) {
      changed.clear();
      changed.add(ANYTHING);
      moved = true;
    } else if (!place.isDirectory(event.watch()) || event.has(LOST)) {
      moved = true;
    } else {
      changed.add(event.name());
    }
  }

  private void tellSoon() {
    if (!telling && !closed && (moved || !changed.isEmpty())) {
      telling = true;
      loop.completions().execute(this::tell);
    }
  }

  private void tell() {
    boolean anything = takeMoved() && settle();
    if (anything) {
      call(ANYTHING);
    }
    for (String name : takeChanged()) {
      call(name);
    }
    synchronized (this) {
      telling = false;
      tellSoon();
    }
  }

  private synchronized boolean takeMoved() {
    boolean was = moved;
    moved = false;
    return was;
  }

  private synchronized List<String> takeChanged() {
    List<String> names = List.copyOf(changed);
    changed.clear();
    return names;
  }

  /** Whether to look again. */
  private boolean settle() {
    try {
      return place.settle();
    } catch (KernelException | IllegalStateException failure) {
      if (!isClosed()) {
        log.error(
            "cannot watch {} any more; restart the daemon when it is back", directory, failure);
      }
      return true;
    }
  }

  private void call(String name) {
    if (isClosed()) {
      return;
    }
    try {
      listener.accept(name);
    } catch (RuntimeException | Error failure) {
      // Otherwise nothing would ever be told again.
      log.error("a change of {} in {} could not be handled", name, directory, failure);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    registration.close();
    inotify.close();
  }
}
