package io.crij.image.store;

import io.crij.image.layer.AppliedLayer;
import io.crij.image.reference.Digest;
import java.nio.file.Path;

/**
 * A layer that is whole and on disk.
 *
 * @param diff the unpacked tree, a lower directory of overlays; only the kernel reads it
 * @param sizeBytes content of its files
 * @param needs how many things in it depend on the layers below
 * @param rootListed whether the layer says owner, mode and time of the root directory
 * @param opaqueRoot whether nothing below it is seen
 */
public record StoredLayer(
    Digest diffId,
    Path diff,
    long sizeBytes,
    long inodes,
    long needs,
    boolean rootListed,
    boolean opaqueRoot) {

  static StoredLayer of(Digest diffId, Path diff, AppliedLayer content) {
    return new StoredLayer(
        diffId,
        diff,
        content.bytes(),
        content.inodes(),
        content.needs(),
        content.rootListed(),
        content.opaqueRoot());
  }
}
