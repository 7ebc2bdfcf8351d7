package io.crij.runtime.spec;

import java.util.BitSet;
import java.util.regex.Pattern;

/** Numbers of processors or memory nodes, as the kernel writes them: {@code 0-3,7} (cpuset(7)). */
final class IdList {
  private static final Pattern FORM = Pattern.compile("[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*");
  private static final int LONGEST = 4096;

  /** No kernel has so many. */
  private static final int MOST = 1 << 16;

  private IdList() {}

  /**
   * @throws IllegalArgumentException when it is no such list, or has numbers beyond any machine's
   */
  static BitSet parse(String text) {
    if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("is no list of numbers");
    }
    BitSet ids = new BitSet();
    for (String part : text.split(",")) {
      int dash = part.indexOf('-');
      int first = number(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : number(part.substring(dash + 1));
      if (last < first) {
        throw new IllegalArgumentException("has a range that ends before it begins");
      }
      ids.set(first, last + 1);
    }
    return ids;
  }

  private static int number(String digits) {
    // More digits than that may not fit in an int.
    int number = digits.length() > 9 ? MOST : Integer.parseInt(digits);
    if (number >= MOST) {
      throw new IllegalArgumentException("has the number " + digits + ", which is none");
    }
    return number;
  }
}
