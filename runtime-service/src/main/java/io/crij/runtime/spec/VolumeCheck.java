package io.crij.runtime.spec;

import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.FileStatus;
import io.crij.linux.thread.BoundedPool;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a container got the volumes that were looked at. OCI runtimes take a source by its path,
 * so whoever can write above it may exchange it before it is mounted. Meant for after the container
 * was created and before it is started.
 */
public final class VolumeCheck {
  private final HostPaths paths;

  /**
   * @param userPaths as for {@link ContainerSpecs}
   */
  public VolumeCheck(BoundedPool userPaths, Duration userPathDeadline) {
    this.paths = new HostPaths(userPaths, userPathDeadline);
  }

  /**
   * Looks at the volumes as the container sees them; platform threads only.
   *
   * @param pid the container's first process, whose root directory is the container's already
   * @throws FailedPrecondition when something else is mounted
   * @throws io.crij.operations.failure.Unavailable when a volume hangs
   */
  public void require(int pid, List<ContainerMount> volumes) {
    Path root = Path.of("/proc/" + pid + "/root");
    for (ContainerMount volume : volumes) {
      Field field = new Field("container_path", volume.containerPath());
      Optional<FileStatus> seen = paths.within(field, () -> look(root, volume));
      if (seen.filter(status -> isSource(volume, status)).isEmpty()) {
        throw new FailedPrecondition(
            "what is mounted at "
                + PlainText.quoted(volume.containerPath())
                + " is not what "
                + PlainText.quoted(volume.hostPath())
                + " was",
            "Something exchanged it meanwhile: create the container again.");
      }
    }
  }

  private static Optional<FileStatus> look(Path root, ContainerMount volume) throws IOException {
    try (ConfinedDirectory container = ConfinedDirectory.open(root)) {
      return container.status(ConfinedPath.parse(volume.containerPath()));
    }
  }

  private static boolean isSource(ContainerMount volume, FileStatus status) {
    return status.dev() == volume.sourceDevice() && status.ino() == volume.sourceInode();
  }
}
