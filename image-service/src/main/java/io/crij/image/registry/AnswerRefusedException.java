package io.crij.image.registry;

import java.io.IOException;

/** An answer that is not taken, and would not be the next time. */
final class AnswerRefusedException extends IOException {
  AnswerRefusedException(String why) {
    super(why);
  }
}
