package io.crij.image.store;

import io.crij.image.manifest.Descriptor;
import io.crij.image.pull.LayerDestination;
import io.crij.image.reference.Digest;
import java.time.Duration;
import java.util.List;

/** The store of artifacts as pulls see it: a blob's own digest is what it is stored under. */
public final class PulledBlobs implements LayerDestination {
  private final BlobStore blobs;
  private final LayerCollection collection;

  public PulledBlobs(BlobStore blobs, LayerCollection collection) {
    this.blobs = blobs;
    this.collection = collection;
  }

  @Override
  public void ensure(Descriptor layer, Digest digest, Blob blob) {
    blobs.ensure(layer, blob::open);
  }

  @Override
  public void givenUp(List<Digest> digests, boolean spaceNeeded) {
    blobs.givenUp(digests, spaceNeeded ? Duration.ZERO : PulledLayers.RETRY);
    collection.soon();
  }
}
