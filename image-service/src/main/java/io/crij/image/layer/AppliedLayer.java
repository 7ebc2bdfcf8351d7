package io.crij.image.layer;

import java.util.List;
import java.util.Optional;

/**
 * What an unpacked layer turned out to be.
 *
 * @param bytes of the content of its files
 * @param inodes that were made
 * @param leftOutDevices device nodes that were not made
 * @param ignoredXattrs extended attributes that were not set
 * @param impliedParents directories without an entry, mode 0755 and owned by root; the first ones
 * @param rootDirectory owner and mode of the root directory, when it has an entry
 * @param opaqueRoot whether it hides everything below it
 */
public record AppliedLayer(
    long bytes,
    long inodes,
    long leftOutDevices,
    long ignoredXattrs,
    List<String> impliedParents,
    Optional<RootDirectory> rootDirectory,
    boolean opaqueRoot) {

  public AppliedLayer {
    impliedParents = List.copyOf(impliedParents);
  }

  /** Owner and permission bits (07777) of a root directory. */
  public record RootDirectory(long uid, long gid, int mode) {}
}
