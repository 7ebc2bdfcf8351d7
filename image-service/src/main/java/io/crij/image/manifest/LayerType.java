package io.crij.image.manifest;

import io.crij.operations.failure.FailedPrecondition;
import io.crij.operations.failure.Failure;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.PlainText;
import java.util.Map;

/** Which layer media types are root file system layers that can be unpacked. */
final class LayerType {
  private static final Map<String, Compression> KNOWN =
      Map.ofEntries(
          Map.entry("application/vnd.oci.image.layer.v1.tar", Compression.NONE),
          Map.entry("application/vnd.oci.image.layer.v1.tar+gzip", Compression.GZIP),
          Map.entry("application/vnd.oci.image.layer.v1.tar+zstd", Compression.ZSTD),
          Map.entry("application/vnd.oci.image.layer.nondistributable.v1.tar", Compression.NONE),
          Map.entry(
              "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", Compression.GZIP),
          Map.entry(
              "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd", Compression.ZSTD),
          Map.entry("application/vnd.docker.image.rootfs.diff.tar", Compression.NONE),
          Map.entry("application/vnd.docker.image.rootfs.diff.tar.gzip", Compression.GZIP),
          Map.entry("application/vnd.docker.image.rootfs.diff.tar.zstd", Compression.ZSTD),
          Map.entry("application/vnd.docker.image.rootfs.foreign.diff.tar", Compression.NONE),
          Map.entry("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", Compression.GZIP));

  private LayerType() {}

  /**
   * The compression of a layer.
   *
   * @throws Failure for encrypted and unknown types, so that nothing is downloaded in vain
   */
  static Compression compressionOf(Descriptor layer) {
    Compression known = KNOWN.get(layer.mediaType());
    if (known != null) {
      return known;
    }
    String shown = PlainText.of(layer.mediaType(), 120);
    if (layer.mediaType().contains("encrypted")) {
      throw new FailedPrecondition(
          "layer " + layer.digest() + " is encrypted (" + shown + ")",
          "CRI-J does not decrypt layers: push the image unencrypted.");
    }
    throw new InvalidArgument(
        "layer " + layer.digest() + " has the unknown media type " + shown,
        "Only tar layers, plain or packed by gzip or zstd, can be unpacked: rebuild the image.");
  }
}
