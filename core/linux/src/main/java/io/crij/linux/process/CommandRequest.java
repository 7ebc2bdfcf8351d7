package io.crij.linux.process;

import java.time.Duration;
import java.util.Optional;

/**
 * A program to run to its end.
 *
 * @param spawn without the descriptors 0, 1 and 2, which are the command's pipes
 * @param stdin what it can read; /dev/null when empty
 * @param maxStdout bytes kept; the rest is read and dropped
 * @param maxStderr likewise
 * @param timeout its process group is killed then
 */
public record CommandRequest(
    SpawnRequest spawn, Optional<byte[]> stdin, int maxStdout, int maxStderr, Duration timeout) {
  private static final int STANDARD = 3;

  public CommandRequest {
    if (spawn.descriptors().keySet().stream().anyMatch(number -> number < STANDARD)) {
      throw new IllegalArgumentException("a command's descriptors 0 to 2 are its own pipes");
    }
    if (maxStdout < 0 || maxStderr < 0 || timeout.isNegative()) {
      throw new IllegalArgumentException("a command's limits are not negative");
    }
  }
}
