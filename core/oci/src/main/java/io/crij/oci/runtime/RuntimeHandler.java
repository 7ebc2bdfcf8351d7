package io.crij.oci.runtime;

import java.nio.file.Path;

/**
 * One configured runtime handler ({@code runtime_handler} of RunPodSandbox).
 *
 * @param name as RuntimeClass names it
 * @param program absolute
 * @param stateRoot the runtime's {@code --root}: ours alone, it has a directory for each container
 */
public record RuntimeHandler(String name, Path program, Path stateRoot) {
  public RuntimeHandler {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a runtime handler has a name");
    }
    if (!program.isAbsolute() || !stateRoot.isAbsolute()) {
      throw new IllegalArgumentException("handler " + name + " needs absolute paths");
    }
  }
}
