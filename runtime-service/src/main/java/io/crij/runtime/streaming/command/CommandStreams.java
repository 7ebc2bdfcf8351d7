package io.crij.runtime.streaming.command;

import io.crij.operations.failure.InvalidArgument;

/**
 * Which standard streams a client wants, and whether they are a terminal's (CRI {@code ExecRequest}
 * and {@code AttachRequest}).
 */
public record CommandStreams(boolean stdin, boolean stdout, boolean stderr, boolean tty) {
  /**
   * @throws InvalidArgument for what CRI does not allow
   */
  public CommandStreams {
    if (!stdin && !stdout && !stderr) {
      throw new InvalidArgument(
          "the request wants none of stdin, stdout and stderr", "Set at least one of them.");
    }
    if (tty && stderr) {
      throw new InvalidArgument(
          "the request wants stderr of a terminal, which has one output", "Set tty or stderr.");
    }
  }
}
