package io.crij.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * An OCI runtime that is runc, but stops before it creates a container for as long as it is told.
 */
public final class BlockingRuntime {
  /** The name of its handler. */
  public static final String HANDLER = "blocking";

  private final Path directory;

  private BlockingRuntime(Path directory) {
    this.directory = directory;
  }

  /** Writes the program, and adds its handler to the configuration. */
  public static DaemonSetup addTo(DaemonSetup setup) {
    BlockingRuntime runtime = of(setup);
    try {
      Files.createDirectories(runtime.directory);
      Path program = Files.writeString(runtime.program(), runtime.script());
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return setup.withConfiguration(
        setup.configuration()
            + "[crij.runtime.runtimes.%s]\nruntime_path = \"%s\"\n"
                .formatted(HANDLER, runtime.program()));
  }

  public static BlockingRuntime of(DaemonSetup setup) {
    return new BlockingRuntime(setup.directory().resolve("blocking-runtime"));
  }

  /** From now on containers are not created. */
  public void block() {
    try {
      Files.deleteIfExists(reached());
      Files.createFile(blocked());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isReached() {
    return Files.exists(reached());
  }

  /** Lets those that wait go on. */
  public void goOn() {
    try {
      Files.deleteIfExists(blocked());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path program() {
    return directory.resolve("runc");
  }

  private Path blocked() {
    return directory.resolve("blocked");
  }

  private Path reached() {
    return directory.resolve("reached");
  }

  private String script() {
    String runc = HostProgram.run("sh", "-c", "command -v runc").output();
    return """
    #!/bin/sh
    here=%s
    for argument; do
      if [ "$argument" = create ] && [ -e $here/blocked ]; then
        : >$here/reached
        while [ -e $here/blocked ]; do sleep 0.02; done
      fi
    done
    exec %s "$@"
    """
        .formatted(directory, runc);
  }
}
