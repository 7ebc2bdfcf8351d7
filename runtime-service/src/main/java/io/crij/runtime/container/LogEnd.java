package io.crij.runtime.container;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedFile;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ends the last line of each stream in the log of a container that has exited. The monitor marks a
 * line without a newline as one that goes on (P), and readers would wait for the rest.
 */
record LogEnd(Path file) {
  private static final int TAIL = 1 << 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnnxxx").withZone(ZoneOffset.UTC);

  /** Nobody may write to it any more. A log that was taken away stays away. */
  void close(Instant when) throws IOException {
    ConfinedPath name = ConfinedPath.parse(file.toString());
    try (ConfinedDirectory root = ConfinedDirectory.open(Path.of("/"))) {
      Optional<FileStatus> found = root.linkStatus(name).filter(FileStatus::isRegular);
      if (found.isEmpty() || found.get().size() == 0) {
        return;
      }
      String missing = missing(root.readTail(name, TAIL).orElse(new byte[0]), when);
      if (!missing.isEmpty()) {
        byte[] bytes = missing.getBytes(StandardCharsets.US_ASCII);
        try (ConfinedFile log = root.appendFile(name, LogFile.FILE_MODE)) {
          log.write(bytes, 0, bytes.length);
        }
      }
    }
  }

  /**
   * What is to be appended: one record with the tag F for each stream whose last has the tag P.
   *
   * @param tail of a log, perhaps from the middle of a line on
   */
  static String missing(byte[] tail, Instant when) {
    String text = new String(tail, StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\n")) {
      return ""; // a disk was full: whatever followed would be taken for a part of that
    }
    Map<String, Boolean> open = new TreeMap<>();
    for (String line : text.split("\n")) {
      String[] words = line.split(" ", 4);
      boolean known = words.length == 4 && (words[1].equals("stdout") || words[1].equals("stderr"));
      if (known && (words[2].equals("P") || words[2].equals("F"))) {
        open.put(words[1], words[2].equals("P"));
      }
    }
    StringBuilder records = new StringBuilder();
    open.forEach(
        (stream, partial) -> {
          if (partial) {
            records.append(TIME.format(when)).append(' ').append(stream).append(" F \n");
          }
        });
    return records.toString();
  }
}
