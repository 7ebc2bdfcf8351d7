package io.crij.e2e.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A runnable image: the one that the build left, or a copy of it. The system property {@code
 * crij.image} names another one than {@code deploy/target/crij}.
 */
public record PackagedImage(Path home) {

  /** How a run of {@code crij} ended. */
  public record Outcome(int exitCode, String stdout, String stderr) {}

  public static PackagedImage built() {
    String named = System.getProperty("crij.image");
    Path home = named == null ? Path.of("../deploy/target/crij") : Path.of(named);
    if (!Files.isExecutable(home.resolve("bin/crij"))) {
      throw new IllegalStateException(
          "no image at " + home.toAbsolutePath().normalize() + ": run deploy/build first");
    }
    return new PackagedImage(home.toAbsolutePath().normalize());
  }

  public Path program() {
    return home.resolve("bin/crij");
  }

  /** Copies the image as {@code cp -a} does: the cache knows its jars by their times. */
  public PackagedImage copyTo(Path target) throws IOException, InterruptedException {
    Process copy =
        new ProcessBuilder("cp", "-a", home.toString(), target.toString()).inheritIO().start();
    if (copy.waitFor() != 0) {
      throw new IOException("cannot copy " + home + " to " + target);
    }
    return new PackagedImage(target);
  }

  /** Runs a program of the image with an environment that knows no other Java. */
  public static Outcome run(Path program, String jvmOptions, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path stdout = Files.createTempFile("crij", ".out");
    Path stderr = Files.createTempFile("crij", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.put("PATH", "/usr/bin:/bin");
      environment.put("CRIJ_JVM_OPTIONS", jvmOptions);
      int exitCode =
          builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile()).start().waitFor();
      return new Outcome(
          exitCode,
          Files.readString(stdout, StandardCharsets.UTF_8),
          Files.readString(stderr, StandardCharsets.UTF_8));
    } finally {
      Files.delete(stdout);
      Files.delete(stderr);
    }
  }
}
