package io.crij.runtime.spec;

import io.crij.image.reference.Shown;

/** Text of a request or an image as a message may carry it. */
final class Quoted {
  private static final int LIMIT = 128;

  private Quoted() {}

  static String of(String text) {
    return "\"" + Shown.of(text, LIMIT) + "\"";
  }
}
