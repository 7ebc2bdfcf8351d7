package io.crij.deploy.daemon;

import io.crij.operations.failure.FailedPrecondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user that this process runs as. */
final class ProcessUser {
  private ProcessUser() {}

  static int current() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /**
   * @throws FailedPrecondition unless we are root
   */
  static void requireRoot() throws IOException {
    int user = current();
    if (user != 0) {
      throw new FailedPrecondition(
          "a container runtime makes namespaces, mounts and cgroups, and this is user " + user,
          "Run it as root");
    }
  }
}
