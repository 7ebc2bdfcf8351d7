package io.crij.linux.process;

import io.crij.linux.errno.PlatformThread;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Runs a program to its end on the calling platform thread, with its input and bounded output
 * through pipes.
 */
public final class Command {
  /** A child that the program left in the background may hold the pipes for ever. */
  private static final Duration DRAIN = Duration.ofSeconds(2);

  /** For the kernel to end a process that was killed. */
  private static final Duration DEATH = Duration.ofSeconds(10);

  /** How long an interrupt of this thread can go unnoticed. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

  private final Spawner spawner;

  public Command(Spawner spawner) {
    this.spawner = spawner;
  }

  /**
   * @throws InterruptedException when this thread is interrupted; the program's process group has
   *     then been killed
   * @throws IOException when it cannot be started, or does not end though it was killed
   */
  public CommandResult run(CommandRequest request) throws IOException, InterruptedException {
    PlatformThread.require();
    try (CommandPipes pipes = new CommandPipes(request)) {
      SpawnRequest spawn = request.spawn();
      SpawnedProcess process =
          spawner.spawn(
              new SpawnRequest(
                  spawn.program(),
                  spawn.args(),
                  spawn.env(),
                  pipes.descriptors(),
                  spawn.workingDirectory()));
      pipes.closeChildEnds();
      return new Execution(spawn, process, pipes).toItsEnd(request.timeout());
    }
  }

  private record Execution(
      SpawnRequest spawn,
      SpawnedProcess process,
      CommandPipes pipes,
      CompletableFuture<ExitStatus> exit) {

    Execution(SpawnRequest spawn, SpawnedProcess process, CommandPipes pipes) {
      this(spawn, process, pipes, process.exit());
      var _ = exit.whenComplete((status, failure) -> pipes.noteExit());
    }

    CommandResult toItsEnd(Duration timeout) throws IOException, InterruptedException {
      boolean timedOut;
      try {
        timedOut = !moveUntil(exit::isDone, timeout);
      } catch (IOException | InterruptedException | RuntimeException failure) {
        killAfter(failure);
        throw failure;
      }
      if (timedOut) {
        kill();
      }
      moveUntil(pipes::drained, DRAIN);
      if (exit.state() == Future.State.FAILED) {
        throw new IOException("the exit of " + spawn.program() + " is lost", exit.exceptionNow());
      }
      return new CommandResult(
          exit.resultNow(),
          pipes.stdout().bytes(),
          pipes.stderr().bytes(),
          pipes.stdout().truncated(),
          timedOut);
    }

    private interface Condition {
      boolean holds();
    }

    /** Whether it held in time. */
    private boolean moveUntil(Condition condition, Duration timeout)
        throws IOException, InterruptedException {
      long start = System.nanoTime();
      while (!condition.holds()) {
        Duration left = timeout.minusNanos(System.nanoTime() - start);
        if (!left.isPositive()) {
          return false;
        }
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while " + spawn.program() + " ran");
        }
        Duration wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
        pipes.move((int) wait.plusNanos(999_999).toMillis());
      }
      return true;
    }

    private void killAfter(Exception failure) {
      try {
        kill();
      } catch (IOException | RuntimeException second) {
        failure.addSuppressed(second);
      }
    }

    private void kill() throws IOException {
      process.signalGroup(Signals.SIGKILL);
      boolean interrupted = Thread.interrupted();
      try {
        if (!moveUntil(exit::isDone, DEATH)) {
          throw new IOException(
              spawn.program()
                  + " (process "
                  + process.pid()
                  + ") does not end though it was killed; see where it sleeps in /proc/"
                  + process.pid()
                  + "/stack");
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
}
