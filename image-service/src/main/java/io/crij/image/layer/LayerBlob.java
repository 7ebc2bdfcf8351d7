package io.crij.image.layer;

import io.crij.image.manifest.Compression;
import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;

/**
 * A layer as a registry has it.
 *
 * @param descriptor digest and size of the packed bytes
 * @param diffId digest of the tar stream in it
 */
public record LayerBlob(Descriptor descriptor, Digest diffId, Compression compression) {}
