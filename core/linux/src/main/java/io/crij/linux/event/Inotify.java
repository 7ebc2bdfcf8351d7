package io.crij.linux.event;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.errno.PlatformThread;
import io.crij.linux.fd.Fd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** An inotify(7) instance whose reads do not wait. */
final class Inotify implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final Fd fd;

  Inotify() throws KernelException {
    int number = EventCalls.inotify_init1(EventCalls.CLOEXEC | EventCalls.NONBLOCK);
    if (number < 0) {
      throw KernelException.last("inotify_init1", "");
    }
    this.fd = Fd.adopt(number);
  }

  Fd fd() {
    return fd;
  }

  /** Empty when there is no such directory. */
  OptionalInt add(Path directory, int mask) throws KernelException {
    PlatformThread.require();
    byte[] path = (directory + "\0").getBytes(StandardCharsets.UTF_8);
    int watch = EventCalls.inotify_add_watch(fd.number(), path, mask | EventCalls.IN_ONLYDIR);
    if (watch >= 0) {
      return OptionalInt.of(watch);
    }
    KernelException failure = KernelException.last("inotify_add_watch", directory.toString());
    if (failure.is(Errno.ENOENT, Errno.ENOTDIR)) {
      return OptionalInt.empty();
    }
    throw failure;
  }

  void remove(int watch) throws KernelException {
    if (EventCalls.inotify_rm_watch(fd.number(), watch) < 0) {
      KernelException failure = KernelException.last("inotify_rm_watch", "");
      // The directory is gone, and the watch with it.
      if (!failure.is(Errno.EINVAL)) {
        throw failure;
      }
    }
  }

  /** What has happened; empty for nothing more. */
  List<InotifyEvents.Event> read() throws KernelException {
    byte[] buffer = new byte[BUFFER];
    long count = EventCalls.read(fd.number(), buffer, buffer.length);
    if (count >= 0) {
      return InotifyEvents.decode(buffer, (int) count);
    }
    KernelException failure = KernelException.last("read", "inotify");
    if (failure.is(Errno.EAGAIN, Errno.EINTR)) {
      return List.of();
    }
    throw failure;
  }

  @Override
  public void close() {
    fd.close();
  }
}
