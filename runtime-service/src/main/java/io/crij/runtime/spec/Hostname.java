package io.crij.runtime.spec;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.sandbox.SandboxPlaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The pod's host name, as its own /etc/hostname has it; empty when there is none. */
final class Hostname {
  private static final int LONGEST = 4096;

  private Hostname() {}

  static String of(SandboxPlaces places) throws IOException {
    Path file = places.hostnameFile();
    try (ConfinedDirectory directory = ConfinedDirectory.open(file.getParent())) {
      byte[] content =
          directory
              .readRegularIfPresent(ConfinedPath.parse(file.getFileName().toString()), LONGEST)
              .orElseGet(() -> new byte[0]);
      return new String(content, StandardCharsets.UTF_8).strip();
    }
  }
}
