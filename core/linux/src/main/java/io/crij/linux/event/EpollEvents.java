package io.crij.linux.event;

import com.sun.jna.Memory;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/** An array of struct epoll_event, which x86-64 packs to 12 bytes and others lay out in 16. */
final class EpollEvents implements AutoCloseable {
  private static final int DATA = Platform.isIntel() ? 4 : 8;
  private static final int SIZE = DATA + Long.BYTES;

  private final Memory memory;
  private final int count;

  EpollEvents(int count) {
    this.count = count;
    this.memory = new Memory((long) SIZE * count);
    memory.clear();
  }

  static EpollEvents of(int events, long data) {
    EpollEvents one = new EpollEvents(1);
    one.memory.setInt(0, events);
    one.memory.setLong(DATA, data);
    return one;
  }

  Pointer pointer() {
    return memory;
  }

  int count() {
    return count;
  }

  long data(int index) {
    return memory.getLong((long) SIZE * index + DATA);
  }

  @Override
  public void close() {
    memory.close();
  }
}
