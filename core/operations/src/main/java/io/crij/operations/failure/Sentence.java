package io.crij.operations.failure;

/** Joins parts of messages without doubled or missing periods. */
final class Sentence {
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
        : withoutPeriod(message);
  }
}
