package io.crij.deploy.config;

import io.crij.operations.failure.FailedPrecondition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where programs of the host are found: never through PATH, which is whoever's who started us.
 *
 * @param directories looked at in this order
 */
public record ProgramSearch(List<Path> directories) {
  static final String PLACES =
      "/usr/local/sbin, /usr/local/bin, /usr/sbin, /usr/bin, /usr/libexec/podman,"
          + " /usr/libexec/crio and /usr/libexec/catatonit";

  public static final ProgramSearch STANDARD =
      new ProgramSearch(
          List.of(PLACES.split(", | and ")).stream().map(String::strip).map(Path::of).toList());

  public Optional<Path> find(String name) {
    return directories.stream()
        .map(directory -> directory.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /**
   * The configured program, or the one found.
   *
   * @param key that names it in the configuration
   * @param debianPackage that has it
   * @throws FailedPrecondition saying what to install or correct
   */
  public Path require(String name, Optional<Path> configured, String key, String debianPackage) {
    if (configured.isPresent()) {
      Path program = configured.get();
      if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
        throw new FailedPrecondition(
            key + ": " + program + " is no executable file", "Correct the key");
      }
      return program;
    }
    return find(name)
        .orElseThrow(
            () ->
                new FailedPrecondition(
                    name + " was not found in " + PLACES,
                    "Install it (Debian, Ubuntu: apt-get install "
                        + debianPackage
                        + ") or set "
                        + key));
  }
}
