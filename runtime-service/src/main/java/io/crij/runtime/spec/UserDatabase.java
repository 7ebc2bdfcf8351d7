package io.crij.runtime.spec;

import io.crij.linux.errno.KernelException;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.operations.failure.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of lines and colons in an image, /etc/passwd or /etc/group: bounded, a regular file inside
 * the root file system only. Absent means empty. Lines that are not entries are skipped.
 */
final class UserDatabase {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int LONGEST_LINE = 64 * 1024;

  private final String path;
  private final String content;

  private UserDatabase(String path, String content) {
    this.path = path;
    this.content = content;
  }

  static UserDatabase read(ConfinedDirectory rootfs, String path) {
    try {
      byte[] bytes =
          rootfs
              .readRegularIfPresent(ConfinedPath.parse(path), MOST_BYTES)
              .orElseGet(() -> new byte[0]);
      return new UserDatabase(path, new String(bytes, StandardCharsets.UTF_8));
    } catch (KernelException failure) {
      throw new InvalidArgument(
          path + " of the image cannot be read",
          "Use an image where it is a regular file of at most " + MOST_BYTES + " bytes.",
          failure);
    }
  }

  /** Each entry's fields, where there are {@code count} at least. */
  Stream<List<String>> entries(int count) {
    return content
        .lines()
        .peek(this::requireBounded)
        .map(line -> List.of(line.split(":", -1)))
        .filter(fields -> fields.size() >= count);
  }

  private void requireBounded(String line) {
    if (line.length() > LONGEST_LINE) {
      throw new InvalidArgument(
          path + " of the image has a line of " + line.length() + " characters",
          "Use an image where lines have at most " + LONGEST_LINE + ".");
    }
  }
}
