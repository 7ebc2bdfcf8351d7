package io.crij.linux.usage;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The forms that numbers have in files of control groups (cgroup-v2.rst, "Conventions"). */
final class KernelText {
  /** What v1 shows for "no limit": the largest number, rounded down to a page of up to 64 KiB. */
  private static final long V1_UNLIMITED = Long.MAX_VALUE - 0xffff;

  private KernelText() {}

  /** Lines of "key number". */
  static Map<String, Long> keyed(String text) {
    Map<String, Long> values = new HashMap<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      int stop = end < 0 ? text.length() : end;
      int space = text.indexOf(' ', start);
      if (space > start && space < stop) {
        values.put(text.substring(start, space), Long.parseUnsignedLong(text, space + 1, stop, 10));
      }
      start = stop + 1;
    }
    return values;
  }

  /** Empty for a key that this kernel does not have. */
  static OptionalLong value(Map<String, Long> values, String key) {
    return values.containsKey(key) ? OptionalLong.of(values.get(key)) : OptionalLong.empty();
  }

  /** A limit; empty for "max", for v1's largest number and for nothing. */
  static OptionalLong limit(String text) {
    if (text.isEmpty() || text.equals("max")) {
      return OptionalLong.empty();
    }
    long value = Long.parseLong(text);
    return value < 0 || value >= V1_UNLIMITED ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
