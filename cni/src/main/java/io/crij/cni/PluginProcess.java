package io.crij.cni;

import io.crij.linux.process.Command;
import io.crij.linux.process.CommandRequest;
import io.crij.linux.process.CommandResult;
import io.crij.linux.process.SpawnRequest;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a plugin within what is left of the time, with bounded output. */
final class PluginProcess {
  private static final int MAX_STDOUT = 1 << 20;
  private static final int MAX_STDERR = 64 << 10;

  private final Command command;
  private final PluginDirectories directories;

  PluginProcess(Command command, PluginDirectories directories) {
    this.command = command;
    this.directories = directories;
  }

  /** What the plugin printed; throws a {@link Failure} unless it ended with exit code 0. */
  byte[] run(PluginCall call, byte[] stdin, Deadline deadline) {
    Duration left = deadline.remaining();
    if (left.isZero()) {
      throw PluginFailures.timedOut(call, deadline);
    }
    CommandResult result = execute(call, stdin, left);
    if (result.timedOut()) {
      throw PluginFailures.timedOut(call, deadline);
    }
    if (result.exit().shellCode() != 0) {
      if (call.verb() == Verb.DEL && PluginFailures.nothingLeft(result)) {
        return new byte[0];
      }
      throw PluginFailures.of(call, result);
    }
    if (result.stdoutTruncated()) {
      throw PluginFailures.badResult(call, "it printed more than 1 MiB");
    }
    return result.stdout();
  }

  private CommandResult execute(PluginCall call, byte[] stdin, Duration left) {
    Path program = program(call);
    SpawnRequest spawn =
        new SpawnRequest(
            program,
            List.of(),
            call.environment(directories.cniPath()),
            Map.of(),
            Optional.of(Path.of("/")));
    try {
      return command.run(
          new CommandRequest(spawn, Optional.of(stdin), MAX_STDOUT, MAX_STDERR, left));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw Failure.wrap(call.text() + " was interrupted", interrupted);
    } catch (IOException e) {
      throw Failure.wrap(call.text() + " could not be run as " + program, e);
    }
  }

  private Path program(PluginCall call) {
    return switch (directories.find(call.type())) {
      case PluginDirectories.Search.Found found -> found.program();
      case PluginDirectories.Search.Missing missing ->
          throw new Unavailable(
              call.text() + " cannot run: " + missing.why(),
              "Install the CNI plugins or correct cni-plugin-dir; the call is safe to repeat.");
    };
  }
}
