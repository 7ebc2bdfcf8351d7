package io.crij.image.store;

import io.crij.image.ImageView;
import io.crij.image.manifest.ImageConfig;
import io.crij.image.reference.Digest;

/** An image on disk: its record and its configuration. */
record StoredImage(ImageRecord record, ImageConfig config) {
  Digest id() {
    return config.id();
  }

  ImageView view() {
    return new ImageView(
        id(),
        config,
        record.tags().stream().map(ImageRecord.Tag::name).toList(),
        record.digests(),
        record.size(),
        false);
  }

  StoredImage with(ImageRecord newRecord) {
    return new StoredImage(newRecord, config);
  }
}
