package io.crij.image.rpc;

import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageSpec;
import io.crij.image.ImageView;

/** Images as CRI shows them. */
final class CriImage {
  private CriImage() {}

  static Image of(ImageView view) {
    String id = view.id().toString();
    Image.Builder image =
        Image.newBuilder()
            .setId(id)
            .addAllRepoTags(view.repoTags())
            .addAllRepoDigests(view.repoDigests())
            .setSize(view.size())
            // The kubelet reads the spec without asking whether it is set.
            .setSpec(ImageSpec.newBuilder().setImage(id))
            .setPinned(view.pinned());
    ImageUser.set(image, view.config().user());
    return image.build();
  }
}
