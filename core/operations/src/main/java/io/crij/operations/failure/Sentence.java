package io.crij.operations.failure;

/** Joins parts of messages without doubled or missing periods. */
final class Sentence {
  /** Foreign texts have no bound of their own. */
  private static final int LONGEST_REASON = 4000;

  private Sentence() {}

  static String withoutPeriod(String text) {
    String stripped = text.strip();
    return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }

  static String withPeriod(String text) {
    return withoutPeriod(text) + ".";
  }

  static String reasonOf(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : withoutPeriod(PlainText.of(message, LONGEST_REASON));
  }
}
