package io.crij.oci.runtime;

import io.crij.linux.fd.Pipe;
import io.crij.linux.process.ExitStatus;
import io.crij.linux.process.Signals;
import io.crij.linux.process.SpawnRequest;
import io.crij.linux.process.SpawnedProcess;
import io.crij.linux.process.Spawner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The runtime's process of one exec, which lasts as long as the command. */
final class ExecProcess {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  /** How long a child that was left in the background is waited for. */
  private static final Duration DRAIN = Duration.ofSeconds(2);

  /** How often it is looked whether only such a child keeps the runtime. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int KILLED = 137;

  /** How often, and how long each time, the runtime is given to collect a command that is dead. */
  private static final int ROUNDS = 5;

  private static final Duration COLLECTION = Duration.ofMillis(400);
  private static final Duration DEATH = Duration.ofSeconds(10);

  private final Spawner spawner;
  private final ExecRequest request;
  private final ExecGroup group;
  private final ExecLog log;

  ExecProcess(Spawner spawner, ExecRequest request, ExecGroup group, ExecLog log) {
    this.spawner = spawner;
    this.request = request;
    this.group = group;
    this.log = log;
  }

  ExecResult run(Path program, List<String> arguments) throws IOException, InterruptedException {
    try (Pipe out = Pipe.open();
        Pipe err = Pipe.open()) {
      SpawnedProcess process =
          spawner.spawn(
              new SpawnRequest(
                  program,
                  arguments,
                  RuntimeCommand.ENVIRONMENT,
                  Map.of(STDOUT, out.write(), STDERR, err.write()),
                  Optional.of(Path.of("/"))));
      out.write().close();
      err.write().close();
      try (OutputReader stdout = new OutputReader(out.read(), request.maxStdout());
          OutputReader stderr = new OutputReader(err.read(), request.maxStderr())) {
        Optional<Integer> code = supervised(process);
        long ended = System.nanoTime();
        stdout.await(DRAIN);
        stderr.await(DRAIN.minusNanos(System.nanoTime() - ended));
        return new ExecResult(
            code.orElse(KILLED),
            stdout.bytes(),
            stderr.bytes(),
            code.isEmpty(),
            stdout.isCut() || stderr.isCut());
      }
    }
  }

  /** Nobody of it is left when it timed out or failed. */
  private Optional<Integer> supervised(SpawnedProcess process)
      throws IOException, InterruptedException {
    try {
      Optional<Integer> code = exitCode(process);
      if (code.isEmpty()) {
        kill(process);
      }
      return code;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      kill(process);
      throw failure;
    }
  }

  private Optional<Integer> exitCode(SpawnedProcess process)
      throws IOException, InterruptedException {
    CompletableFuture<ExitStatus> exit = process.exit();
    boolean limited = request.timeout().isPositive();
    long start = System.nanoTime();
    Optional<Integer> told = Optional.empty();
    while (true) {
      Duration left = request.timeout().minusNanos(System.nanoTime() - start);
      if (limited && !left.isPositive()) {
        return Optional.empty();
      }
      Optional<Integer> code = await(exit, limited && left.compareTo(LOOK) < 0 ? left : LOOK);
      if (code.isPresent()) {
        return code;
      }
      if (told.isPresent()) {
        process.signal(Signals.SIGKILL);
        return told;
      }
      told = log.exitCode();
    }
  }

  /** A runtime that is about to start the command puts it into the group a moment later. */
  private boolean endsByItself(SpawnedProcess process) throws IOException, InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      group.kill();
      if (await(process.exit(), COLLECTION).isPresent()) {
        group.kill(); // whom it started last
        return true;
      }
    }
    return false;
  }

  private static Optional<Integer> await(CompletableFuture<ExitStatus> exit, Duration longest)
      throws IOException, InterruptedException {
    try {
      return Optional.of(exit.get(longest.toNanos(), TimeUnit.NANOSECONDS).shellCode());
    } catch (TimeoutException running) {
      return Optional.empty();
    } catch (ExecutionException lost) {
      throw new IOException("the exit of the OCI runtime is lost", lost.getCause());
    }
  }

  /**
   * The command first: the runtime is its parent and collects it. With the runtime gone it would
   * stay a zombie until the first process of the container collects what it never started.
   */
  private void kill(SpawnedProcess process) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      if (!endsByItself(process)) {
        process.signalGroup(Signals.SIGKILL);
        var _ = await(process.exit(), DEATH);
        group.kill();
      }
    } catch (InterruptedException again) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
