package io.crij.image.pull;

import io.crij.image.manifest.Descriptor;
import io.crij.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where layers go: the layer store. */
public interface LayerDestination {
  /** Starts the download of a blob. */
  interface Blob {
    InputStream open() throws IOException;
  }

  /**
   * Returns when the layer is stored under its diffID; at once when it already is. Verifies digest
   * and size of the blob and the diffID of what it unpacks to.
   *
   * @throws io.crij.operations.failure.Failure when the layer cannot be stored; nothing is left
   */
  void ensure(Descriptor layer, Digest diffId, Blob blob);

  /**
   * A pull has failed after it had these layers; each appears as often as it was ensured.
   *
   * @param spaceNeeded whether they are to make room at once instead of waiting for a retry
   */
  void givenUp(List<Digest> diffIds, boolean spaceNeeded);
}
