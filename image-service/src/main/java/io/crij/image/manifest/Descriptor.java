package io.crij.image.manifest;

import io.crij.image.reference.Digest;
import io.crij.image.reference.Platform;
import java.util.Map;
import java.util.Optional;

/**
 * A pointer to content (OCI image-spec, descriptor.md). Its {@code urls} and {@code data} are
 * ignored: content comes from the registry that was asked, and is checked by digest and size.
 *
 * @param size bytes of the content as stored, at least 0
 * @param platform of the manifest pointed to; only in an index
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    Map<String, String> annotations,
    Optional<Platform> platform) {

  public Descriptor {
    annotations = Map.copyOf(annotations);
  }

  /**
   * How this layer is packed.
   *
   * @throws io.crij.operations.failure.Failure when it is no layer that can be unpacked
   */
  public Compression compression() {
    return LayerType.compressionOf(this);
  }
}
