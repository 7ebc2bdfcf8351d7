package io.crij.linux.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a path made safe to print: one line, no control characters, bounded. */
final class ByteText {
  private static final int LONGEST = 200;

  private ByteText() {}

  static String of(byte[] bytes) {
    return bytes.length <= LONGEST
        ? printable(bytes)
        : printable(Arrays.copyOf(bytes, LONGEST)) + "... (" + bytes.length + " bytes)";
  }

  private static String printable(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.chars().noneMatch(c -> Character.isISOControl(c) || isInvisible(c))) {
        return text;
      }
    } catch (CharacterCodingException notUtf8) {
      // Falls through: shown byte by byte.
    }
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      if (b > 0x20 && b < 0x7f && b != '\\') {
        text.append((char) b);
      } else {
        text.append("\\x%02x".formatted(b & 0xff));
      }
    }
    return text.toString();
  }

  /** Line separators and direction marks, which could forge a log line. */
  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
