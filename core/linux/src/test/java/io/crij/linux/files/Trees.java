package io.crij.linux.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Small trees for tests. */
final class Trees {
  private Trees() {}

  static ConfinedPath path(String text) {
    return ConfinedPath.parse(text);
  }

  static void write(ConfinedDirectory directory, String path, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (ConfinedFile file = directory.createFile(path(path), 0644)) {
      file.write(bytes, 0, bytes.length);
    }
  }

  static String read(ConfinedDirectory directory, String path) throws IOException {
    return new String(directory.readRegular(path(path), 1 << 16), StandardCharsets.UTF_8);
  }
}
