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

  /** At most {@code limit} characters, and "..." for what is left out. */
  public static String of(String text, int limit) {
    StringBuilder plain = new StringBuilder();
    // Room for blanks around it; more of a long text need not be looked at.
    text.codePoints().map(PlainText::printable).limit(2L * limit).forEach(plain::appendCodePoint);
    String stripped = plain.toString().strip();
    if (stripped.codePointCount(0, stripped.length()) <= limit) {
      return stripped;
    }
    return stripped.substring(0, stripped.offsetByCodePoints(0, limit)) + "...";
  }

  /** At most 128 characters between quotation marks. */
  public static String quoted(String text) {
    return "\"" + of(text, LONGEST_QUOTED) + "\"";
  }

  private static int printable(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c;
  }
}
