package io.crij.runtime.spec;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * User and group ids: 0 to 2^31 - 1. Above that, somebody's 32 bit number wraps round, in the end
 * to root.
 */
final class NumericId {
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final int MOST_DIGITS = 10;

  private NumericId() {}

  static boolean inRange(long id) {
    return id >= 0 && id <= Integer.MAX_VALUE;
  }

  /** Whether it is written as a number. Such text is never a name, also when out of range. */
  static boolean isNumber(String text) {
    return DIGITS.matcher(text).matches();
  }

  /** Empty for what is no number or out of range. */
  static OptionalLong parse(String text) {
    if (!isNumber(text) || text.length() > MOST_DIGITS) {
      return OptionalLong.empty();
    }
    long id = Long.parseLong(text);
    return inRange(id) ? OptionalLong.of(id) : OptionalLong.empty();
  }

  /**
   * Checks an id of a request.
   *
   * @throws io.crij.operations.failure.InvalidArgument when out of range
   */
  static long require(String field, long id) {
    if (!inRange(id)) {
      throw new Field(field, Long.toString(id))
          .wrong("is out of range", "Give a number from 0 to " + Integer.MAX_VALUE + ".");
    }
    return id;
  }
}
