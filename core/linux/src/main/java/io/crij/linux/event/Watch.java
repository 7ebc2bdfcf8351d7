package io.crij.linux.event;

import io.crij.linux.fd.Fd;
import java.util.function.Consumer;

/** One watched descriptor, a duplicate that belongs to the watch. */
final class Watch implements Registration {
  private final EventLoop loop;
  private final long token;
  private final Fd fd;
  private final Consumer<Watch> ready;
  private final Runnable abandoned;

  /**
   * @param abandoned called when the loop is closed before the watch is
   */
  Watch(EventLoop loop, long token, Fd fd, Consumer<Watch> ready, Runnable abandoned) {
    this.loop = loop;
    this.token = token;
    this.fd = fd;
    this.ready = ready;
    this.abandoned = abandoned;
  }

  long token() {
    return token;
  }

  Fd fd() {
    return fd;
  }

  void call() {
    ready.accept(this);
  }

  void abandon() {
    close();
    abandoned.run();
  }

  @Override
  public void close() {
    loop.end(this);
  }
}
