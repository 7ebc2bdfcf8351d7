package io.crij.image.store;

import io.crij.image.layer.AppliedLayer;
import io.crij.image.reference.Digest;
import java.util.Objects;

/** layer.json: written when the layer is whole, so its presence says that it is. */
record LayerRecord(String diffId, AppliedLayer content) {
  static final int VERSION = 2;

  LayerRecord {
    Digest.parse(diffId);
    Objects.requireNonNull(content, "content");
  }
}
