package io.crij.linux.event;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import io.crij.linux.thread.NamedThreads;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that waits for pidfds, inotify, pipes and the like (epoll(7)). A watch holds a
 * duplicate of the descriptor, so that the owner may close his at any time.
 */
public final class EventLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
  private static final int BATCH = 64;
  private static final int COMPLETION_THREADS = 4;
  private static final long IDLE_SECONDS = 30;
  private static final long WAKE = 0;

  private final Fd epoll;
  private final EventFd wake;
  private final Map<Long, Watch> watches = new ConcurrentHashMap<>();
  private final AtomicLong lastToken = new AtomicLong(WAKE);
  private final ThreadPoolExecutor completions;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @throws UncheckedIOException when the kernel has no descriptor left
   */
  public EventLoop() {
    try {
      int number = EventCalls.epoll_create1(EventCalls.CLOEXEC);
      if (number < 0) {
        throw KernelException.last("epoll_create1", "");
      }
      this.epoll = Fd.adopt(number);
      this.wake = new EventFd();
      add(wake.fd(), WAKE);
    } catch (KernelException failure) {
      throw new UncheckedIOException(failure);
    }
    // Not more can wait than there are watches, so the queue needs no bound of its own.
    this.completions =
        new ThreadPoolExecutor(
            COMPLETION_THREADS,
            COMPLETION_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            NamedThreads.platform("event-completion"));
    completions.allowCoreThreadTimeOut(true);
    this.thread = Thread.ofPlatform().daemon().name("event-loop").unstarted(this::run);
    thread.start();
  }

  /**
   * Calls {@code ready} on the loop's thread whenever {@code fd} is readable or at its end. It must
   * not wait, and must take away what made the descriptor readable or close the registration.
   */
  public Registration watch(Fd fd, Runnable ready) throws KernelException {
    return register(fd, watch -> ready.run(), () -> {});
  }

  /**
   * Completes once {@code fd} is readable or at its end, on a platform thread of a small pool: use
   * the Async methods with an executor of your own for work that takes long. Cancel it to end the
   * watch early. It fails when the kernel refuses, and is cancelled when the loop is closed.
   */
  public CompletableFuture<Void> onReadable(Fd fd) {
    CompletableFuture<Void> readable = new CompletableFuture<>();
    try {
      Watch watch =
          register(
              fd,
              fired -> {
                fired.close();
                completions.execute(() -> readable.complete(null));
              },
              () -> readable.cancel(false));
      var _ = readable.whenComplete((nothing, failure) -> watch.close());
      return readable;
    } catch (KernelException failure) {
      return CompletableFuture.failedFuture(failure);
    } catch (IllegalStateException closedMeanwhile) {
      readable.cancel(false);
      return readable;
    }
  }

  private Watch register(Fd fd, Consumer<Watch> ready, Runnable abandoned) throws KernelException {
    Watch watch = new Watch(this, lastToken.incrementAndGet(), fd.duplicate(), ready, abandoned);
    watches.put(watch.token(), watch);
    try {
      add(watch.fd(), watch.token());
    } catch (KernelException | IllegalStateException failure) {
      watches.remove(watch.token());
      watch.fd().close();
      throw failure;
    }
    if (closed) {
      watch.abandon();
    }
    return watch;
  }

  /** The pool that completes futures, for short tasks in consequence of an event. */
  ExecutorService completions() {
    return completions;
  }

  void end(Watch watch) {
    if (!watches.remove(watch.token(), watch)) {
      return;
    }
    try (Fd fd = watch.fd()) {
      if (EventCalls.epoll_ctl(epoll.number(), EventCalls.EPOLL_CTL_DEL, fd.number(), Pointer.NULL)
          < 0) {
        throw new UncheckedIOException(
            KernelException.last("epoll_ctl(EPOLL_CTL_DEL)", fd.toString()));
      }
    }
  }

  private void add(Fd fd, long token) throws KernelException {
    try (EpollEvents event = EpollEvents.of(EventCalls.EPOLLIN, token)) {
      if (EventCalls.epoll_ctl(
              epoll.number(), EventCalls.EPOLL_CTL_ADD, fd.number(), event.pointer())
          < 0) {
        throw KernelException.last("epoll_ctl(EPOLL_CTL_ADD)", fd.toString());
      }
    }
  }

  private void run() {
    try (EpollEvents events = new EpollEvents(BATCH)) {
      while (!closed) {
        int count = EventCalls.epoll_wait(epoll.number(), events.pointer(), events.count(), -1);
        if (count < 0 && Native.getLastError() != Errno.EINTR) {
          throw new UncheckedIOException(KernelException.last("epoll_wait", ""));
        }
        for (int i = 0; i < count; i++) {
          Watch watch = watches.get(events.data(i));
          if (watch != null) {
            call(watch);
          }
        }
      }
    }
  }

  private static void call(Watch watch) {
    try {
      watch.call();
    } catch (RuntimeException | Error failure) {
      // An error of one callback must not end the thread that all others depend on.
      log.error("a watch of {} failed and is ended", watch.fd(), failure);
      watch.close();
    }
  }

  /** Ends all watches; a future that waits is cancelled. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      wake.wake();
      thread.join();
    } catch (KernelException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while the event loop ended");
    }
    watches.values().forEach(Watch::abandon);
    completions.shutdown();
    wake.close();
    epoll.close();
  }
}
