package io.crij.deploy.daemon;

import io.crij.linux.mount.MountEntry;
import io.crij.linux.mount.MountTable;
import io.crij.linux.mount.Mounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of runroot that services made private mounts of. With pods in them they stay, for
 * the next start; empty they go, so that a daemon without pods leaves no mount behind.
 */
record PrivateMounts(Path runroot) implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PrivateMounts.class);

  @Override
  public void close() throws IOException {
    MountTable table = MountTable.read();
    List<Path> ours =
        table.below(runroot).stream()
            .map(MountEntry::mountPoint)
            .map(Path::of)
            .filter(point -> runroot.equals(point.getParent()))
            .toList();
    for (Path mount : ours) {
      if (table.below(mount).size() == 1) { // itself
        unmount(mount);
      }
    }
  }

  private static void unmount(Path mount) {
    try {
      Mounts.unmount(mount, false);
    } catch (IOException inUse) {
      log.info("the private mount {} stays: {}", mount, inUse.getMessage());
    }
  }
}
