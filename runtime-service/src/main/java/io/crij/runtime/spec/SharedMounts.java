package io.crij.runtime.spec;

import io.crij.linux.mount.MountEntry;
import io.crij.linux.mount.MountTable;
import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether propagation can work: a mount only takes part in it when the mount on the host that holds
 * its source does (mount_namespaces(7)). Without this check it would silently not happen.
 */
final class SharedMounts {
  private SharedMounts() {}

  static void require(String field, Path source, Propagation propagation) throws IOException {
    if (propagation == Propagation.PRIVATE) {
      return;
    }
    Optional<MountEntry> holding = MountTable.read().holding(source);
    boolean shared = holding.filter(mount -> has(mount, "shared:")).isPresent();
    boolean receives = shared || holding.filter(mount -> has(mount, "master:")).isPresent();
    if (propagation == Propagation.BIDIRECTIONAL ? !shared : !receives) {
      String point = holding.map(MountEntry::mountPoint).orElse("/");
      throw new FailedPrecondition(
          field
              + " asks for "
              + propagation
              + " propagation, but "
              + PlainText.quoted(source.toString())
              + " is on the mount "
              + PlainText.quoted(point)
              + ", which is not shared",
          "Run 'mount --make-rshared " + point + "' on the node, or use PROPAGATION_PRIVATE.");
    }
  }

  private static boolean has(MountEntry mount, String tag) {
    return mount.propagation().stream().anyMatch(field -> field.startsWith(tag));
  }
}
