package io.crij.linux.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Decodes struct inotify_event (inotify(7)). */
final class InotifyEvents {
  private static final int HEADER = 16;

  private InotifyEvents() {}

  /**
   * @param name of the entry, empty for the directory itself; U+FFFD for bytes that are not UTF-8
   */
  record Event(int watch, int mask, String name) {
    boolean has(int bits) {
      return (mask & bits) != 0;
    }
  }

  static List<Event> decode(byte[] bytes, int length) {
    List<Event> events = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder());
    while (buffer.remaining() >= HEADER) {
      int watch = buffer.getInt();
      int mask = buffer.getInt();
      buffer.getInt();
      byte[] padded = new byte[buffer.getInt()];
      buffer.get(padded);
      int end = 0;
      while (end < padded.length && padded[end] != 0) {
        end++;
      }
      events.add(new Event(watch, mask, new String(padded, 0, end, StandardCharsets.UTF_8)));
    }
    return events;
  }
}
