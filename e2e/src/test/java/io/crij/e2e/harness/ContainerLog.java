package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A log file in CRI's format: {@code TIME STREAM TAG TEXT}, where tag P says that more follows. */
public record ContainerLog(Path file) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern LINE =
      Pattern.compile("(\\S+) (stdout|stderr) ([FP](?::\\S+)?) (.*)", Pattern.DOTALL);

  /** One line of the file. */
  public record Line(Instant time, String stream, String tag, String text) {}

  public List<Line> lines() {
    try {
      return Files.readString(file).lines().map(ContainerLog::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was written to one stream, with the partial lines joined. */
  public String text(String stream) {
    return lines().stream()
        .filter(line -> line.stream.equals(stream))
        .map(line -> line.text + (line.tag.startsWith("F") ? "\n" : ""))
        .collect(Collectors.joining());
  }

  /** Waits for a line with this text. */
  public Line await(String text) {
    return Await.value("a line '" + text + "' in " + file, LIMIT, () -> found(text));
  }

  private Optional<Line> found(String text) {
    return Files.exists(file)
        ? lines().stream().filter(line -> line.text.contains(text)).findFirst()
        : Optional.empty();
  }

  private static Line parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("not a line of a CRI log: " + line);
    }
    return new Line(
        OffsetDateTime.parse(matcher.group(1)).toInstant(),
        matcher.group(2),
        matcher.group(3),
        matcher.group(4));
  }
}
