package io.crij.e2e.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that {@code e2e/tools/build} makes where there is Go. */
public final class Tools {
  private Tools() {}

  /** The program of this name, where it was made. */
  public static Optional<Path> find(String name) {
    String home = System.getenv().getOrDefault("HOME", "/root");
    String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", home + "/.cache");
    return Stream.of(System.getenv().getOrDefault("CRIJ_TOOLS", ""), cache + "/crij-tools")
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public static Path require(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalStateException("no " + name + ": run e2e/tools/build " + name));
  }
}
