package io.crij.linux.mount;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Strings as the kernel takes them. */
final class Text {
  static final byte[] EMPTY = {0};

  private Text() {}

  static byte[] of(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("there is a NUL in " + text.replace('\0', '?'));
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  static byte[] of(Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("mounts take absolute paths, not " + path);
    }
    return of(path.toString());
  }
}
