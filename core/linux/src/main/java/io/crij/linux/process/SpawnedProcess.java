package io.crij.linux.process;

import java.util.concurrent.CompletableFuture;

/** A child of the daemon. Its exit is collected by the {@link Spawner} alone. */
public interface SpawnedProcess {
  int pid();

  /** Closed by the spawner, and by nobody else, once the exit is collected. */
  Pidfd pidfd();

  /** A view of its own for each caller. Completed on a small pool: no long work in its stages. */
  CompletableFuture<ExitStatus> exit();

  /**
   * Does nothing once the process has ended.
   *
   * @throws java.io.UncheckedIOException when the kernel refuses
   */
  void signal(int signal);

  /** The process and all that it started, unless they left its session. Otherwise as signal. */
  void signalGroup(int signal);
}
