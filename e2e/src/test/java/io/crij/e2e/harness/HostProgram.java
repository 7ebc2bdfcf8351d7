package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of the host, run to their end. Output goes through files, which nobody can block. */
public final class HostProgram {
  /** With the folders of system programs, which a user's path may lack. */
  public static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** How a program ended, and what it wrote. */
  public record Outcome(List<String> command, int exitCode, String stdout, String stderr) {
    /** Standard output without the last newline; fails when the program failed. */
    public String output() {
      if (exitCode != 0) {
        throw new AssertionError(command + " ended with " + exitCode + ": " + stdout + stderr);
      }
      return stdout.strip();
    }
  }

  private HostProgram() {}

  public static Outcome run(String... command) {
    return run(List.of(command), Map.of());
  }

  /** Runs it with more environment variables than {@code PATH}. */
  public static Outcome run(List<String> command, Map<String, String> environment) {
    return run(command, environment, LIMIT);
  }

  /** Runs one that may take longer than a minute. */
  public static Outcome run(Duration limit, String... command) {
    return run(List.of(command), Map.of(), limit);
  }

  private static Outcome run(
      List<String> command, Map<String, String> environment, Duration limit) {
    try {
      Path stdout = Files.createTempFile("crij-e2e", ".out");
      Path stderr = Files.createTempFile("crij-e2e", ".err");
      try {
        int exitCode = exitCode(command, environment, limit, stdout, stderr);
        return new Outcome(command, exitCode, text(stdout), text(stderr));
      } finally {
        Files.delete(stdout);
        Files.delete(stderr);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("running " + command, e);
    }
  }

  private static int exitCode(
      List<String> command,
      Map<String, String> environment,
      Duration limit,
      Path stdout,
      Path stderr)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PATH", PATH);
    builder.environment().putAll(environment);
    Process process =
        builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile()).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(command + " did not end in " + limit.toSeconds() + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    } finally {
      // Its children first: without their parent nobody would find them.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
