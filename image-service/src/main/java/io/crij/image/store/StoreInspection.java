package io.crij.image.store;

import io.crij.image.ImageView;
import io.crij.image.reference.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stores as a check of them sees them; reads disks on the caller's platform thread. */
public final class StoreInspection {
  private final ImageStore images;
  private final ImageContent content;

  public StoreInspection(ImageStore images, ImageContent content) {
    this.images = images;
    this.content = content;
  }

  public List<ImageView> images() {
    return images.list();
  }

  /** What is wrong with an image's record, configuration or manifest. */
  public Optional<String> problem(ImageView image) {
    return images.problem(image.id());
  }

  /** Images that are not listed because content is missing: ids, and the names they have. */
  public Map<Digest, List<String>> incomplete() {
    return images.incomplete();
  }

  /** What lies among the images and is none, or has no readable record. */
  public List<Path> unlisted() throws IOException {
    return images.unlisted();
  }

  public List<Digest> layers() {
    return content.layers().all().stream().map(StoredLayer::diffId).toList();
  }

  /** What is wrong with a layer; empty when it is whole, or just now made or removed. */
  public List<String> layerProblems(Digest diffId, boolean deep) throws IOException {
    return content.layers().verify(diffId, deep);
  }

  public List<Digest> blobs() {
    return content.blobs().all().stream().map(StoredBlob::digest).toList();
  }

  /** What is wrong with a blob of an artifact. */
  public List<String> blobProblems(Digest digest, boolean deep) throws IOException {
    return content.blobs().verify(digest, deep);
  }

  /** The images that have a layer. */
  public List<ImageView> withLayer(Digest diffId) {
    return with(false, diffId);
  }

  /** The artifacts that have a blob. */
  public List<ImageView> withBlob(Digest digest) {
    return with(true, digest);
  }

  private List<ImageView> with(boolean artifact, Digest part) {
    return images.list().stream()
        .filter(image -> image.config().isArtifact() == artifact)
        .filter(image -> image.config().diffIds().contains(part))
        .toList();
  }

  /** Layers that nothing keeps; they go with the next collection. */
  public List<Digest> unusedLayers() {
    return content.layers().unused();
  }

  /** Blobs that nothing keeps. */
  public List<Digest> unusedBlobs() {
    return content.blobs().unused();
  }

  /** What was moved aside, now or by an earlier run. */
  public List<Path> quarantined() throws IOException {
    List<Path> found = new ArrayList<>(content.layers().quarantined());
    found.addAll(content.blobs().quarantined());
    found.addAll(images.quarantined());
    return found;
  }

  /**
   * Moves a damaged layer aside, where containers that run on it still have it.
   *
   * @return false when it changes just now
   */
  public boolean setLayerAside(Digest diffId) throws IOException {
    return content.layers().setAside(diffId).isPresent();
  }

  /** Moves a damaged blob aside. */
  public boolean setBlobAside(Digest digest) throws IOException {
    return content.blobs().quarantine(digest).isPresent();
  }

  /** The next pull of this image writes its documents anew. */
  public void expectAnew(Digest image) {
    images.expectAnew(image);
  }

  /** Shows an image no more, so that it is pulled when it is needed. */
  public void unlist(Digest image) {
    images.unlist(image);
  }

  /** Whether an image, a container or a volume still needs content that was moved aside. */
  public boolean isKept(Digest part) {
    return content.layers().isKept(part) || content.blobs().isKept(part);
  }

  /** Removes something that {@link #quarantined} or {@link #unlisted} has named. */
  public void discard(Path aside) throws IOException {
    images.discard(aside);
  }

  /** Removes what nothing keeps. */
  public void collect() {
    content.collect();
  }
}
