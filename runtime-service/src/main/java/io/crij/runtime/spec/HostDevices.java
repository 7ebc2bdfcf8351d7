package io.crij.runtime.spec;

import io.crij.linux.errno.Errno;
import io.crij.linux.errno.KernelException;
import io.crij.linux.files.ConfinedDirectory;
import io.crij.linux.files.ConfinedPath;
import io.crij.linux.files.DirectoryEntry;
import io.crij.linux.files.FileStatus;
import io.crij.linux.files.FileType;
import io.crij.oci.spec.OciDevice;
import io.crij.operations.failure.ResourceExhausted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All device nodes of the host's /dev, for privileged containers; links are not followed. */
final class HostDevices {
  private static final Path DEV = Path.of("/dev");
  private static final int MOST = 16_384;

  /** Where containers have file systems of their own. */
  private static final Set<String> OTHER_MOUNTS = Set.of("pts", "shm", "mqueue", "hugepages");

  /** Nodes that the OCI runtime makes in every container. */
  private static final Set<String> OF_RUNTIME =
      Set.of("null", "zero", "full", "random", "urandom", "tty", "console", "ptmx");

  private HostDevices() {}

  static List<OciDevice> list() throws IOException {
    List<OciDevice> found = new ArrayList<>();
    try (ConfinedDirectory dev = ConfinedDirectory.open(DEV)) {
      Deque<ConfinedPath> directories = new ArrayDeque<>(List.of(ConfinedPath.ROOT));
      int seen = 0;
      while (!directories.isEmpty()) {
        ConfinedPath directory = directories.remove();
        for (DirectoryEntry entry : entries(dev, directory)) {
          if (++seen > MOST) {
            throw new ResourceExhausted(
                "/dev of the node has more than " + MOST + " entries",
                "Remove what is no device there, or do not use privileged containers.");
          }
          ConfinedPath path = directory.resolve(entry.name());
          if (entry.type() == FileType.DIRECTORY && !OTHER_MOUNTS.contains(path.text())) {
            directories.add(path);
          } else if (isDevice(entry.type()) && !OF_RUNTIME.contains(path.text())) {
            node(dev, path).ifPresent(found::add);
          }
        }
      }
    }
    return found;
  }

  /** Devices come and go: what vanished meanwhile is not there. */
  private static List<DirectoryEntry> entries(ConfinedDirectory dev, ConfinedPath directory)
      throws IOException {
    try {
      return dev.list(directory);
    } catch (KernelException failure) {
      if (failure.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return List.of();
      }
      throw failure;
    }
  }

  private static Optional<OciDevice> node(ConfinedDirectory dev, ConfinedPath path)
      throws IOException {
    Optional<FileStatus> status = dev.linkStatus(path).filter(now -> isDevice(now.type()));
    if (status.isEmpty()) {
      return Optional.empty();
    }
    String type = status.get().type() == FileType.BLOCK_DEVICE ? "b" : "c";
    return Optional.of(DeviceAccess.node("/dev/" + path.text(), type, status.get()));
  }

  private static boolean isDevice(FileType type) {
    return type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
  }
}
