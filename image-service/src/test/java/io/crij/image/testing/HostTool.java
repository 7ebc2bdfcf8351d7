package io.crij.image.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of the host that tests compare with. */
public final class HostTool {
  private static final long LIMIT_SECONDS = 120;

  private HostTool() {}

  public static boolean isInstalled(String program) {
    return List.of("/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin").stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** Runs one to its end; returns what it wrote, and fails when it failed. */
  public static String run(String... command) {
    try {
      Path output = Files.createTempFile("crij-tool", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
        if (!ended || process.exitValue() != 0) {
          throw new AssertionError(List.of(command) + (ended ? "" : " did not end") + ": " + text);
        }
        return text;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program runs", e);
    }
  }
}
