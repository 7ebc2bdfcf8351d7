package io.crij.linux.process;

import com.sun.jna.Native;
import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import java.util.ArrayList;
import java.util.List;

/** Descriptors to wait for by poll(2), each with what to do then. */
final class PollSet {
  private static final int INTS_PER_ENTRY = 2;
  private static final int REVENTS_SHIFT = 16;

  private record Entry(Fd fd, short events, Action action) {}

  private final List<Entry> entries = new ArrayList<>();

  interface Action {
    void run() throws KernelException;
  }

  void clear() {
    entries.clear();
  }

  void readable(Fd fd, Action action) {
    entries.add(new Entry(fd, ProcessCalls.POLLIN, action));
  }

  void writable(Fd fd, Action action) {
    entries.add(new Entry(fd, ProcessCalls.POLLOUT, action));
  }

  void await(int timeoutMillis) throws KernelException {
    int[] polled = new int[entries.size() * INTS_PER_ENTRY];
    for (int i = 0; i < entries.size(); i++) {
      polled[i * INTS_PER_ENTRY] = entries.get(i).fd().number();
      polled[i * INTS_PER_ENTRY + 1] = entries.get(i).events();
    }
    if (ProcessCalls.poll(polled, entries.size(), timeoutMillis) < 0) {
      if (Native.getLastError() == Errno.EINTR) {
        return;
      }
      throw KernelException.last("poll", "");
    }
    for (int i = 0; i < entries.size(); i++) {
      if (polled[i * INTS_PER_ENTRY + 1] >>> REVENTS_SHIFT != 0) {
        entries.get(i).action().run();
      }
    }
  }
}
