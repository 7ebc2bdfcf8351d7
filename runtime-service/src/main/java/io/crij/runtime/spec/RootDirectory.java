package io.crij.runtime.spec;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import io.crij.operations.failure.InvalidArgument;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the top of a root file system must look like. OCI runtimes have followed links there, and so
 * mounted, made and deleted on the host.
 */
final class RootDirectory {
  private static final List<String> MOUNT_POINTS = List.of("proc", "sys", "dev");

  private RootDirectory() {}

  static void require(ConfinedDirectory rootfs) throws IOException {
    for (String name : MOUNT_POINTS) {
      Optional<FileStatus> status = rootfs.linkStatus(ConfinedPath.parse(name));
      if (status.isPresent() && !status.get().isDirectory()) {
        throw new InvalidArgument(
            "/" + name + " of the image is no directory but a " + status.get().type(),
            "Use an image where it is a directory or absent: something is mounted there.");
      }
    }
  }
}
