package io.crij.cri;

/** Printable ASCII text that stops growing at a limit and says so. */
final class BoundedText {
  private static final String CUT = "... (cut)";

  private final StringBuilder text = new StringBuilder();
  private final int room;
  private boolean full;

  BoundedText(int limit) {
    this.room = limit - CUT.length();
  }

  boolean isFull() {
    return full;
  }

  BoundedText append(String part) {
    if (full) {
      return this;
    }
    if (text.length() + part.length() > room) {
      text.append(part, 0, room - text.length()).append(CUT);
      full = true;
    } else {
      text.append(part);
    }
    return this;
  }

  BoundedText appendEscaped(String part) {
    for (int i = 0; i < part.length() && !full; i++) {
      append(escaped(part.charAt(i)));
    }
    return this;
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '"', '\\' -> "\\" + c;
      default -> c >= ' ' && c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c);
    };
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
