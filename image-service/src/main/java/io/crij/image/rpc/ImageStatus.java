package io.crij.image.rpc;

import io.crij.cri.v1.ImageStatusRequest;
import io.crij.cri.v1.ImageStatusResponse;
import io.crij.image.ImageView;
import io.crij.image.Images;
import io.crij.image.manifest.ImageConfig;
import io.crij.operations.record.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** CRI ImageStatus. An image that is not there is an empty answer. */
final class ImageStatus {
  private final Images images;
  private final SpecCheck specs;

  ImageStatus(Images images, SpecCheck specs) {
    this.images = images;
    this.specs = specs;
  }

  ImageStatusResponse answer(ImageStatusRequest request) {
    return images
        .resolve(specs.required("ImageStatus", request.getImage()))
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
    ImageConfig config = view.config();
    ObjectNode info = Json.strict().createObjectNode();
    info.put("id", view.id().toString());
    info.put("manifestDigest", view.manifest().toString());
    info.put("size", view.size());
    info.put("pinned", view.pinned());
    ArrayNode parts = info.putArray(config.isArtifact() ? "blobs" : "diffIDs");
    config.diffIds().forEach(digest -> parts.add(digest.toString()));
    config.artifactType().ifPresent(type -> info.put("artifactType", type));
    if (!config.isArtifact()) {
      info.set("imageSpec", Json.strict().readTree(config.rawBytes()));
    }
    return Json.strict().writeValueAsString(info);
  }
}
