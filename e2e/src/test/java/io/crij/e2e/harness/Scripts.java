package io.crij.e2e.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** The scripts of this project that tests use; they run from the folder of their module. */
public final class Scripts {
  private Scripts() {}

  /** A script by its path in the project. */
  public static Path script(String name) {
    Path script = Path.of("..").resolve(name).toAbsolutePath().normalize();
    if (!Files.isExecutable(script)) {
      throw new IllegalStateException("no script " + script + ": run from the folder e2e");
    }
    return script;
  }
}
