package io.crij.oci.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What conmon leaves: a file with the exit code in decimal, which appears whole.
 *
 * @param writtenAt when the container ended
 */
record ExitFile(int code, Instant writtenAt) {
  private static final Logger log = LoggerFactory.getLogger(ExitFile.class);
  private static final int LONGEST = 16;

  static Optional<ExitFile> read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII).strip();
      Instant writtenAt = Files.getLastModifiedTime(file).toInstant();
      return Optional.of(new ExitFile(Integer.parseInt(text), writtenAt));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (NumberFormatException garbage) {
      log.warn("{} has no exit code in it", file, garbage);
      return Optional.empty();
    }
  }
}
