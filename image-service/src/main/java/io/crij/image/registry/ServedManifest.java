package io.crij.image.registry;

import io.crij.image.reference.Digest;
import java.util.Arrays;

/**
 * A manifest or index as a registry served it; its digest is that of the bytes.
 *
 * @param contentType without parameters; empty when there was none
 */
public record ServedManifest(byte[] bytes, Digest digest, String contentType) {
  @Override
  public boolean equals(Object other) {
    return other instanceof ServedManifest that
        && digest.equals(that.digest)
        && contentType.equals(that.contentType)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return contentType + " " + digest;
  }
}
