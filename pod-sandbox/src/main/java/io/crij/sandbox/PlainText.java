package io.crij.sandbox;

/** Text of a request made fit for a one-line message: printable, quoted, of bounded length. */
final class PlainText {
  private static final int LIMIT = 100;

  private PlainText() {}

  static String quoted(String text) {
    StringBuilder plain = new StringBuilder("\"");
    text.codePoints().map(PlainText::printable).limit(LIMIT).forEach(plain::appendCodePoint);
    return plain.append(text.length() > LIMIT ? "...\"" : "\"").toString();
  }

  private static int printable(int c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c;
  }
}
