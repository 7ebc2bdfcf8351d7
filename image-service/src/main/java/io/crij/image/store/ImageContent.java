package io.crij.image.store;

import io.crij.image.manifest.ImageConfig;
import io.crij.image.reference.Digest;
import java.util.List;
import java.util.Optional;

/** What images consist of beside their documents: layers, or the blobs of artifacts. */
public record ImageContent(LayerStore layers, BlobStore blobs) {
  /**
   * Keeps an image's content for an owner.
   *
   * @return its bytes; empty, with nothing kept, when some of it is not stored
   */
  Optional<Long> keep(String owner, ImageConfig image) {
    List<Digest> parts = image.diffIds();
    return image.isArtifact()
        ? blobs
            .keep(owner, parts)
            .map(kept -> kept.stream().distinct().mapToLong(StoredBlob::sizeBytes).sum())
        : layers
            .keep(owner, parts)
            .map(kept -> kept.stream().distinct().mapToLong(StoredLayer::sizeBytes).sum());
  }

  /**
   * Keeps the parts of one image for an owner; false, with nothing kept, when one is not stored.
   *
   * @param artifact whether the parts are blobs, and not the layers of one chain
   */
  public boolean keep(String owner, boolean artifact, List<Digest> parts) {
    return artifact ? blobs.keep(owner, parts).isPresent() : layers.keep(owner, parts).isPresent();
  }

  /** Makes what it takes to show an image whose content is there. */
  void prepare(ImageConfig image) {
    if (!image.isArtifact()) {
      layers.stack(image.diffIds());
    }
  }

  public void release(String owner) {
    layers.release(owner);
    blobs.release(owner);
  }

  /** For a pull that has committed: it has an owner for this content now. */
  void answered(ImageConfig image) {
    if (image.isArtifact()) {
      blobs.answered(image.diffIds());
    } else {
      layers.answered(image.diffIds());
    }
  }

  /** Because a record that may name some of it could not be read. */
  public void keepAllFound() {
    layers.keepAllFound();
    blobs.keepAllFound();
  }

  void collect() {
    layers.collect();
    blobs.collect();
  }
}
