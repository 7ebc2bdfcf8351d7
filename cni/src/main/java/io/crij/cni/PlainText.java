package io.crij.cni;

/** Text of plugins and files made fit for a one-line message: printable, and of bounded length. */
final class PlainText {
  private static final int LIMIT = 500;

  private PlainText() {}

  static String of(String text) {
    StringBuilder plain = new StringBuilder();
    // Room for blanks around it; more of a long text need not be looked at.
    text.codePoints().map(PlainText::printable).limit(2 * LIMIT).forEach(plain::appendCodePoint);
    String stripped = plain.toString().strip();
    if (stripped.codePointCount(0, stripped.length()) <= LIMIT) {
      return stripped;
    }
    return stripped.substring(0, stripped.offsetByCodePoints(0, LIMIT)) + "...";
  }

  private static int printable(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c;
  }
}
