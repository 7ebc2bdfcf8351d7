package io.crij.e2e.bench;

import io.crij.e2e.harness.DaemonSetup;
import io.crij.e2e.harness.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** The words on the command line of a benchmark. */
record BenchOptions(List<String> words) {

  int pods(int standard) {
    return value("--pods").map(Integer::parseInt).orElse(standard);
  }

  int rounds(int standard) {
    return value("--rounds").map(Integer::parseInt).orElse(standard);
  }

  /** Whether to measure nobody else. */
  boolean alone() {
    return words.contains("--alone");
  }

  /** Whether to measure the host's containerd as well. */
  boolean withPeer() {
    return !alone() && Containerd.isInstalled();
  }

  DaemonSetup setup(Path directory, TestImages images) {
    DaemonSetup setup = DaemonSetup.in(directory, images.registriesConf());
    return value("--runtime").map(setup::withDefaultRuntime).orElse(setup);
  }

  private Optional<String> value(String name) {
    int at = words.indexOf(name);
    return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  /** A new one that containers can get through. */
  static Path directory(String name) throws IOException {
    Path directory = Files.createTempDirectory("crij-bench-" + name);
    return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
