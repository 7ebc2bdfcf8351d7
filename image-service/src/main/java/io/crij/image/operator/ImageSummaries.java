package io.crij.image.operator;

import io.crij.image.ImageView;
import io.crij.image.operator.v1.ImageSummary;

/** Images as the operator's answers show them. */
final class ImageSummaries {
  private ImageSummaries() {}

  static ImageSummary of(ImageView image) {
    return ImageSummary.newBuilder()
        .setId(image.id().toString())
        .addAllRepoTags(image.repoTags())
        .addAllRepoDigests(image.repoDigests())
        .setSize(image.size())
        .build();
  }
}
