package io.crij.image.store;

import io.crij.image.layer.LayerBlob;
import io.crij.image.manifest.Compression;
import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;

/**
 * A layer that is wanted, and where to get it.
 *
 * @param descriptor digest and size of the packed bytes
 * @param diffId digest of the tar stream in them, by which the layer is stored
 */
public record LayerSource(
    Descriptor descriptor, Digest diffId, Compression compression, BlobOpener open) {

  LayerBlob blob() {
    return new LayerBlob(descriptor, diffId, compression);
  }
}
