package io.crij.linux.namespace;

import io.crij.linux.mount.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A private mount for the pins of one test. */
final class PinDirectory implements AutoCloseable {
  private final Path path;

  PinDirectory() throws IOException {
    path = Files.createTempDirectory("crij-pins-");
    Mounts.makePrivateMount(path);
  }

  Path path() {
    return path;
  }

  Path pod(String id) {
    return path.resolve(id);
  }

  /** All three kinds. */
  Path pin(String id, Map<String, String> sysctls) throws IOException {
    PodNamespaces.pin(
        new PinRequest(
            pod(id),
            Set.of(NamespaceKind.NET, NamespaceKind.IPC, NamespaceKind.UTS),
            Optional.of("host-" + id),
            sysctls));
    return pod(id);
  }

  @Override
  public void close() throws IOException {
    try (var pods = Files.newDirectoryStream(path)) {
      for (Path pod : pods) {
        PodNamespaces.unpin(pod);
      }
    }
    Mounts.unmount(path, false);
    Files.delete(path);
  }
}
