package io.crij.runtime.streaming.command;

/** How a session ended, as its client is told. */
public sealed interface CommandEnd {
  /** Without fault. */
  record Succeeded() implements CommandEnd {}

  /** The command's exit code, not 0. */
  record Exited(int code) implements CommandEnd {}

  /** It could not be done. */
  record Failed(String message) implements CommandEnd {}

  /** The end of a command with this code. */
  static CommandEnd of(int code) {
    return code == 0 ? new Succeeded() : new Exited(code);
  }
}
