package io.crij.image.rpc;

import io.crij.cri.v1.RemoveImageRequest;
import io.crij.cri.v1.RemoveImageResponse;
import io.crij.image.ImageView;
import io.crij.image.Images;
import io.crij.operations.operation.OperationKey;
import io.crij.operations.operation.Operations;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** CRI RemoveImage: by any reference the whole image goes, with all its names. */
final class RemoveImage {
  private static final String KIND = "RemoveImage";

  private final Images images;
  private final Operations operations;
  private final SpecCheck specs;

  RemoveImage(Images images, Operations operations, SpecCheck specs) {
    this.images = images;
    this.operations = operations;
    this.specs = specs;
  }

  CompletableFuture<RemoveImageResponse> answer(RemoveImageRequest request) {
    String wanted = specs.required("RemoveImage", request.getImage());
    Optional<ImageView> found = images.resolve(wanted);
    if (found.isEmpty()) {
      return CompletableFuture.completedFuture(RemoveImageResponse.getDefaultInstance());
    }
    ImageView image = found.get();
    return operations.joinOrStart(
        new OperationKey(KIND, image.id().toString()),
        "image " + image.id(),
        _ -> {
          images.remove(image.id());
          return RemoveImageResponse.getDefaultInstance();
        });
  }
}
