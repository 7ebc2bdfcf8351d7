package io.crij.runtime.streaming.exec;

import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.runtime.streaming.command.CommandEnd;
import java.util.Locale;

/**
 * The end of a command that was not started, as a shell would tell it where it is the command's
 * fault.
 */
final class StartFailure {
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;

  private StartFailure() {}

  static CommandEnd end(Failure failure) {
    if (!(failure instanceof InvalidArgument)) {
      return new CommandEnd.Failed(failure.getMessage());
    }
    String text = failure.what().toLowerCase(Locale.ROOT);
    boolean missing = text.contains("not found") || text.contains("no such file");
    return new CommandEnd.Exited(missing ? NOT_FOUND : NOT_EXECUTABLE);
  }
}
