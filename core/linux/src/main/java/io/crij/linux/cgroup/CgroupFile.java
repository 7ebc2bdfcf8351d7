package io.crij.linux.cgroup;

import io.crij.linux.errno.PlatformThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The kernel's small files in a control group. */
final class CgroupFile {
  private CgroupFile() {}

  /** Without the line's end; empty when there is no such file, or its group has just gone. */
  static Optional<String> read(Path file) throws IOException {
    PlatformThread.require();
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException failure) {
      if (isGone(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** The directory was removed between the open and the read. */
  private static boolean isGone(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("No such device");
  }

  static List<String> lines(Path file) throws IOException {
    return read(file).stream().flatMap(String::lines).toList();
  }

  /** The value after a key in a file of "key value" lines. */
  static Optional<String> value(Path file, String key) throws IOException {
    return lines(file).stream()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst();
  }

  /** By one write(2) into a file that exists. */
  static void write(Path file, String value) throws IOException {
    if (!writeIfPresent(file, value)) {
      throw new NoSuchFileException(file.toString());
    }
  }

  /** Whether there is such a file. */
  static boolean writeIfPresent(Path file, String value) throws IOException {
    PlatformThread.require();
    try {
      Files.writeString(file, value, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
      return true;
    } catch (NoSuchFileException absent) {
      return false;
    } catch (IOException failure) {
      if (isGone(failure)) {
        return false;
      }
      throw new IOException(
          "cannot write '" + value + "' to " + file + ": " + failure.getMessage(), failure);
    }
  }
}
