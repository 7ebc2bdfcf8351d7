package io.crij.runtime.container;

import io.crij.image.ImageView;

/**
 * The image that a container is made from.
 *
 * @param id digest of its configuration (CRI {@code image_id})
 * @param ref {@code name@digest}, or the id of an image without such a name (CRI {@code image_ref})
 */
public record UsedImage(String id, String ref) {
  static UsedImage of(ImageView image) {
    String id = image.id().toString();
    return new UsedImage(id, image.repoDigests().stream().findFirst().orElse(id));
  }
}
