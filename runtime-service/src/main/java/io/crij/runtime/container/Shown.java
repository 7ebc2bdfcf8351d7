package io.crij.runtime.container;

/** Text of a request, fit for a message: short, without control characters. */
final class Shown {
  private static final int MOST = 64;

  private Shown() {}

  static String text(String text) {
    String bounded = text.length() <= MOST ? text : text.substring(0, MOST) + "...";
    return bounded.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
