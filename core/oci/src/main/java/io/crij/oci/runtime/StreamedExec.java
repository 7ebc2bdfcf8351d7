package io.crij.oci.runtime;

import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.fd.Fd;
import io.crij.linux.process.ExitStatus;
import io.crij.linux.process.ForeignDescriptors;
import io.crij.linux.process.Signals;
import io.crij.linux.process.SpawnRequest;
import io.crij.linux.process.SpawnedProcess;
import io.crij.linux.process.Spawner;
import io.crij.linux.tty.PseudoTerminal;
import io.crij.linux.tty.WindowSize;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.record.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * A command that runs in a container with its streams in the caller's hands, in a control group of
 * its own below the container's. No thread waits for it. Its methods are for platform threads,
 * {@link #ended} and {@link #signal} for any.
 */
public final class StreamedExec {
  private final RuntimeKind kind;
  private final String containerId;
  private final ExecGroup group;
  private final Path spec;
  private final ExecLog log;
  private final SpawnedProcess process;

  private StreamedExec(
      RuntimeKind kind,
      String containerId,
      ExecGroup group,
      Path spec,
      ExecLog log,
      SpawnedProcess process) {
    this.kind = kind;
    this.containerId = containerId;
    this.group = group;
    this.spec = spec;
    this.log = log;
    this.process = process;
  }

  static StreamedExec start(
      OciRuntime runtime, Spawner spawner, Cgroups cgroups, StreamedExecRequest request) {
    String what = "cannot run a command in container " + request.containerId();
    // Otherwise the group of a container that is gone would be made again.
    if (!cgroups.exists(request.containerCgroup())) {
      throw new FailedPrecondition(
          what + ": the container is not running", "Start it, or exec into another container.");
    }
    String name = Exec.name();
    Path directory = request.workDirectory();
    Path spec = directory.resolve(name + ".json");
    ExecLog log = new ExecLog(directory.resolve(name + ".log"), directory.resolve(name + ".pid"));
    ExecGroup group =
        new ExecGroup(cgroups, request.containerCgroup(), request.containerCgroup().child(name));
    try {
      Files.writeString(spec, Json.write(request.process()));
      group.create();
      SpawnedProcess process =
          spawner.spawn(
              new SpawnRequest(
                  runtime.handler().program(),
                  Exec.arguments(runtime, name, spec, log, request.containerId()),
                  RuntimeCommand.ENVIRONMENT,
                  request.streams(),
                  Optional.of(Path.of("/"))));
      return new StreamedExec(
          runtime.facts().kind(), request.containerId(), group, spec, log, process);
    } catch (IOException | RuntimeException failure) {
      Failure reason = Failure.wrap(what, failure);
      try {
        remove(spec, log, group);
      } catch (IOException second) {
        reason.addSuppressed(second);
      }
      throw reason;
    }
  }

  /** The end of the runtime's process, which tells the command's code when it comes by itself. */
  public CompletableFuture<ExitStatus> ended() {
    return process.exit();
  }

  /** Who the command is; empty until the runtime has said it. */
  public OptionalInt commandPid() throws IOException {
    return log.pid();
  }

  /**
   * The command's code when it has ended while the runtime has not, because a child of the command
   * holds its output open.
   */
  public Optional<Integer> commandCode() throws IOException {
    return log.exitCode();
  }

  /** Why the command was not started; empty when it was. */
  public Optional<Failure> startFailure() throws IOException {
    RuntimeMessage message = log.error();
    return message.isEmpty()
        ? Optional.empty()
        : Optional.of(message.failure("cannot run a command in container " + containerId));
  }

  /** The runtime passes it on to the command. */
  public void signal(int signal) {
    process.signal(signal);
  }

  /**
   * The window of the terminal has got this size, which the caller's own end has already. The
   * command's terminal is another, and of the runtimes only runc hands the size on by itself.
   */
  public void resized(WindowSize size) throws IOException {
    if (kind == RuntimeKind.RUNC) {
      process.signal(Signals.SIGWINCH);
      return;
    }
    if (process.exit().isDone()) {
      return;
    }
    Optional<Fd> terminal =
        ForeignDescriptors.find(process.pidfd(), object -> object.endsWith("/ptmx"));
    if (terminal.isPresent()) {
      try (Fd inner = terminal.get()) {
        PseudoTerminal.resize(inner, size);
      }
    }
  }

  /** Ends the runtime's process alone: what the command has left in the background lives on. */
  public void endRuntime() {
    process.signal(Signals.SIGKILL);
  }

  /** Kills the command and all that it started, whatever session or parent they have. */
  public void kill() throws IOException {
    process.signalGroup(Signals.SIGKILL);
    group.kill();
  }

  /**
   * Takes away its files and its control group. What is still in there lives on as a process of the
   * container. To be called once the runtime's process has ended.
   */
  public void remove() throws IOException {
    remove(spec, log, group);
  }

  private static void remove(Path spec, ExecLog log, ExecGroup group) throws IOException {
    Files.deleteIfExists(spec);
    Files.deleteIfExists(log.file());
    Files.deleteIfExists(log.pidFile());
    group.dissolve();
  }
}
