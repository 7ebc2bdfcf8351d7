package io.crij.sandbox;

import io.crij.operations.id.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The name of a pod's host: as asked, else the node's in its network, else from the id. */
final class PodHostname {
  private static final Path NODE = Path.of("/proc/sys/kernel/hostname");
  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private PodHostname() {}

  static String of(String id, SandboxConfig config) throws IOException {
    if (!config.hostname().isEmpty()) {
      return config.hostname();
    }
    if (config.network() == NamespaceMode.NODE) {
      String node = Files.readString(NODE).strip();
      if (USABLE.matcher(node).matches()) {
        return node;
      }
    }
    return Ids.shown(id);
  }
}
