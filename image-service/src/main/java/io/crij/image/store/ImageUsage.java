package io.crij.image.store;

import io.crij.image.ImageFileSystem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What images take, by their records: nothing is walked. */
final class ImageUsage {
  /** Directory, record, configuration and manifest of an image. */
  private static final int INODES_OF_IMAGE = 4;

  private ImageUsage() {}

  static ImageFileSystem of(Path root, ImageTable images, ImageContent content, Instant now) {
    LayerStore layers = content.layers();
    List<StoredBlob> blobs = content.blobs().all();
    long documents =
        images.views().stream().mapToLong(image -> image.config().raw().remaining()).sum();
    return new ImageFileSystem(
        root,
        layers.sizeBytes() + blobs.stream().mapToLong(StoredBlob::sizeBytes).sum() + documents,
        layers.inodes() + blobs.size() + (long) INODES_OF_IMAGE * images.views().size(),
        now);
  }
}
