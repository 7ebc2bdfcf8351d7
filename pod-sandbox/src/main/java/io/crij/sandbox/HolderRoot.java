package io.crij.sandbox;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.record.OwnDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root file system of the processes that hold PID namespaces: nothing but a static program and
 * the places of mounts. It is below the root and not the runroot, since /run may be "noexec".
 */
record HolderRoot(Path source, Path directory) {
  private static final Logger log = LoggerFactory.getLogger(HolderRoot.class);
  private static final String PROGRAM = "catatonit";
  private static final List<String> MOUNTS = List.of("proc", "dev");

  static HolderRoot of(SandboxSettings settings) {
    return new HolderRoot(settings.catatonit(), settings.root().resolve("pid-root"));
  }

  /** Takes over the node's program when it is another one now; those that run keep theirs. */
  void refresh() throws IOException {
    if (!Files.isRegularFile(source)) {
      log.warn("there is no {}: pods with a PID namespace of their own cannot run", source);
      return;
    }
    if (!Files.exists(program()) || Files.mismatch(source, program()) >= 0) {
      copy();
    }
  }

  /** The directory, with the program in it. */
  Path require() throws IOException {
    if (!Files.exists(program())) {
      if (!Files.isRegularFile(source)) {
        throw new FailedPrecondition(
            "there is no " + source + " to hold the PID namespace of a pod",
            "Install the package catatonit, or let the pod's containers have their own.");
      }
      copy();
    }
    return directory;
  }

  private void copy() throws IOException {
    OwnDirectory.ensure(directory);
    // Read by a user without rights; the directories above are ours alone.
    readable(directory);
    for (String name : MOUNTS) {
      OwnDirectory.ensure(directory.resolve(name));
      readable(directory.resolve(name));
    }
    Path temporary = Files.createTempFile(directory, PROGRAM, ".tmp");
    Files.copy(source, temporary, StandardCopyOption.REPLACE_EXISTING);
    readable(temporary);
    Files.move(temporary, program(), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path program() {
    return directory.resolve(PROGRAM);
  }

  private static void readable(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
