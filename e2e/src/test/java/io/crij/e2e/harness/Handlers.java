package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The OCI runtimes that work on this host, by the names of their handlers. */
public final class Handlers {
  /** With a controller in it, crun up to 1.8 refuses a host whose other controllers are v1. */
  private static final Path HYBRID = Path.of("/sys/fs/cgroup/unified/cgroup.controllers");

  private Handlers() {}

  public static List<String> usable() {
    return Stream.of("crun", "runc").filter(name -> whyNot(name).isEmpty()).toList();
  }

  /** The reason for which a handler cannot work here, where there is one. */
  public static Optional<String> whyNot(String name) {
    if (HostProgram.run("sh", "-c", "command -v " + name).exitCode() != 0) {
      return Optional.of("no " + name + " on this host");
    }
    return name.equals("crun") && hasHybridControllers()
        ? Optional.of("crun refuses controllers in a cgroup v2 hierarchy beside version 1")
        : Optional.empty();
  }

  private static boolean hasHybridControllers() {
    try {
      return Files.exists(HYBRID) && !Files.readString(HYBRID).isBlank();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
