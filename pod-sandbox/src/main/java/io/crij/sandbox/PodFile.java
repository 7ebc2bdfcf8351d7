package io.crij.sandbox;

import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Small files in our own 0700 directory that containers of any user read. */
final class PodFile {
  private static final int LARGEST_COPY = 1 << 20;

  private PodFile() {}

  static void write(Path file, String text) throws IOException {
    Files.write(
        file,
        text.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** The text of a file of the node; nothing when there is no such file. */
  static String copy(Path source) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(source)) {
      content = in.readNBytes(LARGEST_COPY + 1);
    } catch (NoSuchFileException none) {
      return "";
    }
    if (content.length > LARGEST_COPY) {
      throw new FailedPrecondition(
          "the node's " + source + " is larger than 1 MiB and cannot be given to pods",
          "Shorten it, or give pods a DNS configuration.");
    }
    return new String(content, StandardCharsets.UTF_8);
  }
}
