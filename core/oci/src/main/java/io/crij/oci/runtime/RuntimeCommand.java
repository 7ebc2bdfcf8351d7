package io.crij.oci.runtime;

import io.crij.linux.process.Command;
import io.crij.linux.process.CommandRequest;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.SpawnRequest;
import io.crij.operations.clock.Elapsed;
import io.crij.operations.failure.Cancelled;
import io.crij.operations.failure.DeadlineExceeded;
import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the program of a handler; never with anything of our own environment. */
record RuntimeCommand(Path program, Command command) {
  /** Where hooks and the runtime find other programs. */
  static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  private static final int MOST_OUTPUT = 1 << 20;
  private static final int MOST_ERROR = 16 * 1024;

  /** A run to the end, whatever the exit code. */
  CommandResult run(String what, List<String> args, Duration timeout) {
    CommandResult result = run(what, args, MOST_OUTPUT, MOST_ERROR, timeout);
    if (result.timedOut()) {
      throw new DeadlineExceeded(
          what + ": " + program + " " + args + " did not end within " + Elapsed.text(timeout),
          "See what the runtime waits for, then retry.");
    }
    return result;
  }

  CommandResult run(String what, List<String> args, int stdout, int stderr, Duration timeout) {
    SpawnRequest spawn =
        new SpawnRequest(program, args, ENVIRONMENT, Map.of(), Optional.of(Path.of("/")));
    try {
      return command.run(new CommandRequest(spawn, Optional.empty(), stdout, stderr, timeout));
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new Cancelled(what, "Retry if the result is still wanted.", interrupt);
    } catch (IOException failure) {
      throw Failure.wrap(what, failure);
    }
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
