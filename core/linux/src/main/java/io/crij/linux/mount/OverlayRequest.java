package io.crij.linux.mount;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An overlay to mount (Documentation/filesystems/overlayfs.rst of the kernel). All paths are
 * absolute and lead through directories that only root can change.
 *
 * @param lowerTopFirst layers, the uppermost first; at least one, and two without {@code upper}
 * @param upper where changes go; with {@code work}, on the same file system
 * @param readOnly the mount refuses writes even with an upper directory
 */
public record OverlayRequest(
    List<Path> lowerTopFirst,
    Optional<Path> upper,
    Optional<Path> work,
    boolean readOnly,
    Path target) {

  public OverlayRequest {
    lowerTopFirst = List.copyOf(lowerTopFirst);
    if (upper.isPresent() != work.isPresent()) {
      throw new IllegalArgumentException("an overlay has an upper and a work directory or neither");
    }
    if (lowerTopFirst.isEmpty() || (upper.isEmpty() && lowerTopFirst.size() < 2)) {
      throw new IllegalArgumentException(
          "an overlay without upper directory needs two lower ones at least (one may be empty),"
              + " with one it needs one");
    }
  }
}
