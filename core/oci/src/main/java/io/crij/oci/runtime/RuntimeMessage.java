package io.crij.oci.runtime;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Internal;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.record.Json;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The sentence of an OCI runtime that says why it failed, taken out of its log format.
 *
 * @param text one line without control characters; empty when it said nothing
 */
public record RuntimeMessage(String text) {
  private static final int LONGEST = 1024;
  private static final Pattern LOGRUS =
      Pattern.compile("^time=\\S+ level=(\\w+) msg=\"((?:[^\"\\\\]|\\\\.)*)\".*$");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
  private static final List<String> SERIOUS = List.of("error", "fatal", "panic");

  /** What of the request, not of the node, is wrong: the command, its directory or its user. */
  private static final List<String> REQUEST =
      List.of(
          "executable file",
          "open executable",
          "exec: ",
          "exec format error",
          "chdir",
          "working directory",
          "cwd",
          "unable to find user",
          "is a directory");

  private static final List<String> STATE =
      List.of(
          "not running", "does not exist", "stopped container", "stopped state", "no such process");

  /** Of the standard error of a runtime, where its last error counts. */
  public static RuntimeMessage ofStderr(String stderr) {
    List<String> lines = stderr.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    for (String line : lines.reversed()) {
      Matcher logrus = LOGRUS.matcher(line);
      if (logrus.matches() && SERIOUS.contains(logrus.group(1))) {
        return clean(ESCAPE.matcher(logrus.group(2)).replaceAll("$1"));
      }
    }
    return clean(String.join("; ", lines));
  }

  /** Of a log that was asked for as JSON; empty when there is no error in it. */
  static RuntimeMessage ofJsonLog(String log) {
    return clean(log.lines().map(RuntimeMessage::error).collect(Collectors.joining()));
  }

  private static String error(String line) {
    try {
      JsonNode entry = Json.strict().readTree(line);
      String level = entry.path("level").asString("").toLowerCase(Locale.ROOT);
      return SERIOUS.contains(level) ? entry.path("msg").asString("") + "\n" : "";
    } catch (JacksonException cutOff) {
      // Only the last line can be: what came before it counts.
      return "";
    }
  }

  private static RuntimeMessage clean(String raw) {
    String flat = raw.strip().lines().map(String::strip).collect(Collectors.joining("; "));
    String printable =
        flat.codePoints()
            .limit(LONGEST)
            .map(c -> Character.isISOControl(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return new RuntimeMessage(printable);
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  /**
   * The failure that it stands for.
   *
   * @param what what was tried, on which object
   */
  public Failure failure(String what) {
    String sentence = what + ": " + (isEmpty() ? "the OCI runtime gave no reason" : text);
    String lower = text.toLowerCase(Locale.ROOT);
    if (STATE.stream().anyMatch(lower::contains) && !lower.contains("executable file")) {
      return new FailedPrecondition(sentence, "Look at the state of the container.");
    }
    return REQUEST.stream().anyMatch(lower::contains)
        ? new InvalidArgument(
            sentence, "Correct the command, working directory or user, or use another image.")
        : new Internal(sentence, "The sentence is the OCI runtime's; see its documentation.");
  }
}
