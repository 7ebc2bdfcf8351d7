package io.crij.image.rpc;

import io.crij.cri.v1.ImageStatusRequest;
import io.crij.cri.v1.ImageStatusResponse;
import io.crij.image.ImageView;
import io.crij.image.Images;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.record.Json;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** CRI ImageStatus. An image that is not there is an empty answer. */
final class ImageStatus {
  private final Images images;

  ImageStatus(Images images) {
    this.images = images;
  }

  ImageStatusResponse answer(ImageStatusRequest request) {
    String wanted = request.getImage().getImage();
    if (wanted.isEmpty()) {
      throw new InvalidArgument("ImageStatus names no image", "Set image.image.");
    }
    return images
        .resolve(wanted)
        .map(view -> answer(view, request.getVerbose()))
        .orElseGet(ImageStatusResponse::getDefaultInstance);
  }

  private static ImageStatusResponse answer(ImageView view, boolean verbose) {
    ImageStatusResponse.Builder answer =
        ImageStatusResponse.newBuilder().setImage(CriImage.of(view));
    if (verbose) {
      answer.putInfo("info", info(view));
    }
    return answer.build();
  }

  private static String info(ImageView view) {
    JsonMapper mapper = Json.strict();
    ObjectNode info = mapper.createObjectNode();
    info.put("id", view.id().toString());
    info.putPOJO("diffIDs", view.config().diffIds().stream().map(Object::toString).toList());
    info.set("imageSpec", mapper.readTree(view.config().rawBytes()));
    return mapper.writeValueAsString(info);
  }
}
