package io.crij.cni;

import io.crij.operations.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A pinned network namespace, looked at before plugins are sent into it. */
final class NamespaceFile {
  private static final Path OURS = Path.of("/proc/self/ns/net");

  private NamespaceFile() {}

  /**
   * Whether the path is a namespace of its own: a mount of the namespace file system, and not the
   * namespace of the host, in which a plugin would take our own links and addresses away. A pin
   * whose mount is gone leaves an ordinary file.
   */
  static boolean isPod(Path netns) {
    try {
      return attribute(netns, "unix:dev").equals(attribute(OURS, "unix:dev"))
          && !attribute(netns, "unix:ino").equals(attribute(OURS, "unix:ino"));
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException unknown) {
      throw Failure.wrap("cannot look at the network namespace " + netns, unknown);
    }
  }

  private static Object attribute(Path path, String name) throws IOException {
    return Files.getAttribute(path, name);
  }
}
