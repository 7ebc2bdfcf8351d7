package io.crij.image.reference;

/** Untrusted text as an error message or a log line may carry it: short and printable. */
public final class Shown {
  private Shown() {}

  /** At most {@code limit} characters; whatever is not printable ASCII becomes a question mark. */
  public static String of(String text, int limit) {
    StringBuilder shown = new StringBuilder();
    text.chars().limit(limit).forEach(c -> shown.append(c >= 0x20 && c < 0x7f ? (char) c : '?'));
    return text.length() > limit ? shown + "..." : shown.toString();
  }
}
