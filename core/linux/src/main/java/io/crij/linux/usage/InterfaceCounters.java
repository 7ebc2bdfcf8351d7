package io.crij.linux.usage;

import java.util.ArrayList;
import java.util.List;

/** Traffic of one network interface since it was made (/proc/net/dev, proc_pid_net(5)). */
public record InterfaceCounters(String name, Direction received, Direction sent) {
  private static final int SENT = 8;

  /** What went one way. */
  public record Direction(long bytes, long packets, long errors, long dropped) {}

  /** All but those of the loopback; of more than {@code most} the first. */
  static List<InterfaceCounters> parse(String text, int most) {
    List<InterfaceCounters> all = new ArrayList<>();
    for (String line : text.lines().toList()) {
      // A name may have a colon in it, the numbers have none.
      int colon = line.lastIndexOf(':');
      if (colon > 0 && all.size() < most) {
        String[] numbers = line.substring(colon + 1).strip().split(" +");
        String name = line.substring(0, colon).strip();
        if (numbers.length > SENT + 3 && !name.equals("lo")) {
          all.add(new InterfaceCounters(name, direction(numbers, 0), direction(numbers, SENT)));
        }
      }
    }
    return all;
  }

  private static Direction direction(String[] numbers, int start) {
    return new Direction(
        Long.parseUnsignedLong(numbers[start]),
        Long.parseUnsignedLong(numbers[start + 1]),
        Long.parseUnsignedLong(numbers[start + 2]),
        Long.parseUnsignedLong(numbers[start + 3]));
  }
}
