package io.crij.image.rootfs;

import io.crij.image.reference.Digest;

/**
 * An image or an artifact that a container wants to see as a directory (CRI {@code Mount.image}).
 *
 * @param imageId of an image on the node
 * @param subPath what of it to mount, relative to its root; empty for all of it
 */
public record ImageVolume(Digest imageId, String subPath) {}
