package io.crij.linux.process;

import io.crij.linux.errno.KernelException;
import io.crij.linux.fd.Fd;
import io.crij.linux.fd.Pipe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pipes between us and a program, and one whose end says that the program's exit was collected.
 */
final class CommandPipes implements AutoCloseable {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final List<Pipe> pipes = new ArrayList<>();
  private final Map<Integer, Fd> ofChild = new HashMap<>();
  private final Map<Integer, Fd> descriptors;
  private final PollSet poll = new PollSet();
  private final Pipe exited;
  private final OutputSink stdout;
  private final OutputSink stderr;
  private final Optional<InputSource> stdin;

  CommandPipes(CommandRequest request) throws KernelException {
    try {
      this.exited = pipe();
      this.stdout = new OutputSink(fromChild(STDOUT), request.maxStdout());
      this.stderr = new OutputSink(fromChild(STDERR), request.maxStderr());
      this.stdin =
          request.stdin().isPresent()
              ? Optional.of(new InputSource(toChild(), request.stdin().get()))
              : Optional.empty();
    } catch (KernelException | RuntimeException failure) {
      pipes.forEach(Pipe::close);
      throw failure;
    }
    this.descriptors = new HashMap<>(request.spawn().descriptors());
    descriptors.putAll(ofChild);
  }

  private Fd fromChild(int number) throws KernelException {
    Pipe pipe = pipe();
    ofChild.put(number, pipe.write());
    return pipe.read();
  }

  private Fd toChild() throws KernelException {
    Pipe pipe = pipe();
    ofChild.put(STDIN, pipe.read());
    return pipe.write();
  }

  private Pipe pipe() throws KernelException {
    Pipe pipe = Pipe.open();
    pipes.add(pipe);
    return pipe;
  }

  Map<Integer, Fd> descriptors() {
    return descriptors;
  }

  /** To be called once the program has its own. */
  void closeChildEnds() {
    ofChild.values().forEach(Fd::close);
  }

  /** Wakes the thread that moves; from any thread, at any time. */
  void noteExit() {
    exited.write().close();
  }

  /** Waits until something can be moved or the exit is noted, and moves it. */
  void move(int timeoutMillis) throws KernelException {
    poll.clear();
    if (exited.write().isOpen()) {
      poll.readable(exited.read(), () -> {});
    }
    for (OutputSink output : List.of(stdout, stderr)) {
      if (output.isOpen()) {
        poll.readable(output.fd(), output::readSome);
      }
    }
    if (stdin.isPresent() && stdin.get().isOpen()) {
      poll.writable(stdin.get().fd(), stdin.get()::writeSome);
    }
    poll.await(timeoutMillis);
  }

  /** Whether nobody can write to us any more. */
  boolean drained() {
    return !stdout.isOpen() && !stderr.isOpen();
  }

  OutputSink stdout() {
    return stdout;
  }

  OutputSink stderr() {
    return stderr;
  }

  @Override
  public void close() {
    pipes.forEach(Pipe::close);
  }
}
