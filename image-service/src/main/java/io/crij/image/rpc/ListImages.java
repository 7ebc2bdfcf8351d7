package io.crij.image.rpc;

import io.crij.cri.v1.Image;
import io.crij.cri.v1.ImageFilter;
import io.crij.cri.v1.ListImagesRequest;
import io.crij.cri.v1.ListImagesResponse;
import io.crij.image.ImageView;
import io.crij.image.Images;
import java.util.List;

/** CRI ListImages and StreamImages. */
final class ListImages {
  private final Images images;
  private final SpecCheck specs;

  ListImages(Images images, SpecCheck specs) {
    this.images = images;
    this.specs = specs;
  }

  ListImagesResponse answer(ListImagesRequest request) {
    return ListImagesResponse.newBuilder().addAllImages(list(request.getFilter())).build();
  }

  /** All images, or the one that the filter names. */
  List<Image> list(ImageFilter filter) {
    String wanted = specs.optional(filter.getImage());
    List<ImageView> found =
        wanted.isEmpty() ? images.list() : images.resolve(wanted).stream().toList();
    return found.stream().map(CriImage::of).toList();
  }
}
