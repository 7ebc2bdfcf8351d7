package io.crij.image.rpc;

import io.crij.cri.v1.ListImagesRequest;
import io.crij.cri.v1.ListImagesResponse;
import io.crij.image.ImageView;
import io.crij.image.Images;
import java.util.List;

/** CRI ListImages. */
final class ListImages {
  private final Images images;

  ListImages(Images images) {
    this.images = images;
  }

  ListImagesResponse answer(ListImagesRequest request) {
    String wanted = request.getFilter().getImage().getImage();
    List<ImageView> found =
        wanted.isEmpty() ? images.list() : images.resolve(wanted).stream().toList();
    return ListImagesResponse.newBuilder()
        .addAllImages(found.stream().map(CriImage::of).toList())
        .build();
  }
}
