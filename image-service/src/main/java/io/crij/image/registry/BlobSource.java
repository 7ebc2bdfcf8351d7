package io.crij.image.registry;

import java.util.Optional;

/** One blob at one endpoint. */
interface BlobSource {
  /**
   * Asks for the blob, or a part of it.
   *
   * @return the part, or the whole blob when the endpoint knows no parts
   * @throws io.crij.operations.failure.Failure when no answer comes
   */
  ServedBlob open(Optional<ByteRange> part);
}
