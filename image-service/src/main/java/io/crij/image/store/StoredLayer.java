package io.crij.image.store;

import io.crij.image.layer.AppliedLayer;
import io.crij.image.reference.Digest;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A layer that is whole and on disk.
 *
 * @param diff the unpacked tree, a lower directory of overlays; only the kernel reads it
 * @param sizeBytes content of its files
 * @param rootDirectory owner and mode of the root directory, when the layer says them
 * @param opaqueRoot whether nothing below it is seen
 */
public record StoredLayer(
    Digest diffId,
    Path diff,
    long sizeBytes,
    long inodes,
    Optional<AppliedLayer.RootDirectory> rootDirectory,
    boolean opaqueRoot) {

  static StoredLayer of(Digest diffId, Path diff, AppliedLayer content) {
    return new StoredLayer(
        diffId,
        diff,
        content.bytes(),
        content.inodes(),
        content.rootDirectory(),
        content.opaqueRoot());
  }
}
