package io.crij.operations.failure;

/** Text that is not ours, made fit for a one-line message: printable, and of bounded length. */
public final class PlainText {
  private static final int LONGEST = 500;
  private static final int LONGEST_QUOTED = 128;

  private PlainText() {}

  /** At most 500 characters, without blanks around them. */
  public static String of(String text) {
    return of(text, LONGEST);
  }

  /**
   * At most {@code limit} characters without blanks around them, and "..." for what is left out.
   */
  public static String of(String text, int limit) {
    // Room for blanks around it; more of a long text need not be looked at.
    return shortened(printable(text, 2 * limit).strip(), limit);
  }

  /** At most 128 characters between quotation marks, which show the blanks too. */
  public static String quoted(String text) {
    return "\"" + shortened(printable(text, LONGEST_QUOTED + 1), LONGEST_QUOTED) + "\"";
  }

  /** Of any length, with its blanks, but on one line. */
  static String onOneLine(String text) {
    return printable(text, Integer.MAX_VALUE);
  }

  private static String printable(String text, int limit) {
    StringBuilder plain = new StringBuilder();
    text.codePoints().map(PlainText::printable).limit(limit).forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static int printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          ' ';
      default -> c;
    };
  }

  private static String shortened(String text, int limit) {
    return text.codePointCount(0, text.length()) <= limit
        ? text
        : text.substring(0, text.offsetByCodePoints(0, limit)) + "...";
  }
}
