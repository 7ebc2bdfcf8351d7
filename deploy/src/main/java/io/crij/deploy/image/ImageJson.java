package io.crij.deploy.image;

import io.crij.image.operator.v1.ImageSummary;
import tools.jackson.databind.node.ObjectNode;

/** Images in JSON output. */
final class ImageJson {
  private ImageJson() {}

  static void put(ObjectNode target, ImageSummary image) {
    target.put("id", image.getId());
    image.getRepoTagsList().forEach(target.putArray("repoTags")::add);
    image.getRepoDigestsList().forEach(target.putArray("repoDigests")::add);
    target.put("size", image.getSize());
  }
}
