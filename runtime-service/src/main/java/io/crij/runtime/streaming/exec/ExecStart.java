package io.crij.runtime.streaming.exec;

import io.crij.linux.fd.Fd;
import io.crij.linux.fd.Pipe;
import io.crij.linux.tty.PseudoTerminal;
import io.crij.linux.tty.WindowSize;
import io.crij.oci.runtime.StreamedExec;
import io.crij.oci.runtime.StreamedExecRequest;
import io.crij.operations.failure.Failure;
import io.crij.runtime.container.ContainerAccess;
import io.crij.runtime.streaming.command.CommandStreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the command of an exec with pipes, or a terminal, that we keep the other ends of. */
final class ExecStart {
  private final ContainerAccess container;
  private final List<String> command;
  private final CommandStreams streams;

  /** What is there to close when the start fails. */
  private final List<AutoCloseable> opened = new ArrayList<>();

  ExecStart(ContainerAccess container, List<String> command, CommandStreams streams) {
    this.container = container;
    this.command = command;
    this.streams = streams;
  }

  /**
   * The command and our ends; a terminal's one end is everything.
   *
   * @param stdin for writing; empty when the client sends none
   */
  record Started(
      StreamedExec exec,
      Optional<Fd> stdin,
      Optional<Fd> stdout,
      Optional<Fd> stderr,
      boolean tty) {
    void closeStreams() {
      stdin.ifPresent(Fd::close);
      stdout.ifPresent(Fd::close);
      stderr.ifPresent(Fd::close);
    }
  }

  /**
   * On a platform thread.
   *
   * @param size what the client's window has if it said so already
   */
  Started run(Optional<WindowSize> size) {
    try {
      return streams.tty() ? inTerminal(size) : withPipes();
    } catch (IOException | RuntimeException failure) {
      Failure reason =
          Failure.wrap("a command in " + container.container().text() + " was not run", failure);
      opened.forEach(each -> close(each, reason));
      throw reason;
    }
  }

  private static void close(AutoCloseable opened, Failure reason) {
    try {
      opened.close();
    } catch (Exception second) {
      reason.addSuppressed(second);
    }
  }

  private Started inTerminal(Optional<WindowSize> size) throws IOException {
    PseudoTerminal terminal = PseudoTerminal.openRaw();
    opened.add(terminal);
    if (size.isPresent()) {
      PseudoTerminal.resize(terminal.master(), size.get());
    }
    Fd slave = terminal.slave();
    StreamedExec exec = begin(Map.of(0, slave, 1, slave, 2, slave));
    slave.close();
    Optional<Fd> master = Optional.of(terminal.master());
    return new Started(exec, master, master, Optional.empty(), true);
  }

  private Started withPipes() throws IOException {
    Optional<Pipe> in = streams.stdin() ? Optional.of(pipe()) : Optional.empty();
    // Where the client wants no output, the command still has somebody who reads it.
    Pipe out = pipe();
    Pipe err = pipe();
    StreamedExec exec =
        begin(
            in.map(pipe -> Map.of(0, pipe.read(), 1, out.write(), 2, err.write()))
                .orElseGet(() -> Map.of(1, out.write(), 2, err.write())));
    in.ifPresent(pipe -> pipe.read().close());
    out.write().close();
    err.write().close();
    return new Started(
        exec, in.map(Pipe::write), Optional.of(out.read()), Optional.of(err.read()), false);
  }

  private Pipe pipe() throws IOException {
    Pipe pipe = Pipe.open();
    opened.add(pipe);
    return pipe;
  }

  private StreamedExec begin(Map<Integer, Fd> ends) throws IOException {
    return container
        .runtime()
        .begin(
            new StreamedExecRequest(
                container.container().id(),
                container.process().running(command, streams.tty()),
                container.work(),
                container.container().cgroup(),
                ends));
  }
}
