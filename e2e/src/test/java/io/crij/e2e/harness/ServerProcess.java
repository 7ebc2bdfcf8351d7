package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that serves a Unix socket until it is told to end. What it writes goes to a file. */
public final class ServerProcess {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it with nothing but this environment; what it writes is added to the log. */
  public static ServerProcess start(
      List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
    try {
      return new ServerProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + command, e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns when a connection to the socket is taken. */
  public void awaitSocket(Path socket) {
    Await.until(
        "a connection to " + socket,
        START,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError(
                "the server ended with " + process.exitValue() + " at its start:\n" + log());
          }
          return accepts(socket);
        });
  }

  /** Whether somebody takes connections at this socket. */
  public static boolean accepts(Path socket) {
    try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return connection.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** As {@code kill -9} does it. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** With SIGTERM; returns the exit code. */
  public int terminate() {
    process.destroy();
    awaitEnd();
    return process.exitValue();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server did not end in " + END.toSeconds() + " s:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the server ends", e);
    }
  }

  public String log() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
