package io.crij.oci.runtime;

import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The log of one exec. Only the runtime can write there, so that no output of the command is taken
 * for a message of the runtime.
 *
 * @param pidFile where the runtime writes who the command is
 */
record ExecLog(Path file, Path pidFile) {
  private static final int MOST = 256 * 1024;

  /** Why the command was not started; empty when it was. */
  RuntimeMessage error() throws IOException {
    return RuntimeMessage.ofJsonLog(read(file));
  }

  /** The command's process as the node sees it; empty until the runtime has written it. */
  OptionalInt pid() throws IOException {
    String pid = read(pidFile).strip();
    return pid.matches("[1-9][0-9]{0,8}")
        ? OptionalInt.of(Integer.parseInt(pid))
        : OptionalInt.empty();
  }

  /**
   * The exit code of the command, as runc logs it at level debug when it has collected it. Until
   * all background children of the command have closed its output, runc itself does not end.
   */
  Optional<Integer> exitCode() throws IOException {
    String pid = read(pidFile).strip();
    return read(file)
        .lines()
        .flatMap(line -> entry(line).stream())
        .filter(entry -> entry.path("msg").asString("").equals("process exited"))
        .filter(entry -> entry.path("pid").asString("").equals(pid))
        .map(entry -> entry.path("status").asInt(0))
        .findFirst();
  }

  private static Optional<JsonNode> entry(String line) {
    try {
      return Optional.of(Json.strict().readTree(line));
    } catch (JacksonException unfinished) {
      // It is being written.
      return Optional.empty();
    }
  }

  private static String read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
    } catch (NoSuchFileException none) {
      return "";
    }
  }
}
