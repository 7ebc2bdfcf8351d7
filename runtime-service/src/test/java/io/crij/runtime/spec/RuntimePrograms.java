package io.crij.runtime.spec;

import io.crij.oci.runtime.RuntimeFacts;
import io.crij.oci.runtime.RuntimeKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An OCI runtime of this machine.
 *
 * @param facts with nothing optional
 */
record RuntimePrograms(Path program, RuntimeFacts facts) {
  private static final List<String> PLACES =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin");

  static Stream<RuntimePrograms> installed() {
    return Stream.of(find("crun", RuntimeKind.CRUN), find("runc", RuntimeKind.RUNC))
        .flatMap(Optional::stream);
  }

  private static Optional<RuntimePrograms> find(String name, RuntimeKind kind) {
    return PLACES.stream()
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(
            program ->
                new RuntimePrograms(
                    program, new RuntimeFacts(kind, "", "1.0.2", false, false, true)));
  }

  @Override
  public String toString() {
    return program.getFileName().toString();
  }
}
