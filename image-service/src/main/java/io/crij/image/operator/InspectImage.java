package io.crij.image.operator;

import io.crij.image.ImageView;
import io.crij.image.operator.v1.InspectRequest;
import io.crij.image.operator.v1.InspectResponse;
import io.crij.image.reference.Digest;
import io.crij.image.store.ImageStore;
import io.crij.image.store.StoredLayer;
import io.crij.operations.failure.NotFound;
import io.crij.operations.record.Json;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Inspect: one image with its documents, as JSON. */
final class InspectImage {
  private final ImageStore images;
  private final ImageUsers users;

  InspectImage(ImageStore images, ImageUsers users) {
    this.images = images;
    this.users = users;
  }

  InspectResponse answer(InspectRequest request) {
    ImageView image =
        images
            .resolve(request.getImage())
            .orElseThrow(
                () ->
                    new NotFound(
                        "image " + request.getImage() + " is not on this node",
                        "See: crij image list."));
    return InspectResponse.newBuilder().setJson(Json.write(document(image))).build();
  }

  private ObjectNode document(ImageView image) {
    JsonMapper mapper = Json.strict();
    ObjectNode root = mapper.createObjectNode();
    root.put("id", image.id().toString());
    image.repoTags().forEach(root.putArray("repoTags")::add);
    image.repoDigests().forEach(root.putArray("repoDigests")::add);
    root.put("size", image.size());
    root.put("pinned", image.pinned());
    putLayers(root.putArray("layers"), image);
    users.containers(image.id()).forEach(root.putArray("containers")::add);
    byte[] manifest = images.manifest(image.id());
    root.put("manifestDigest", Digest.sha256(manifest).toString());
    root.set("manifest", mapper.readTree(manifest));
    if (!image.config().isArtifact()) {
      root.set("config", mapper.readTree(image.config().rawBytes()));
    }
    return root;
  }

  private void putLayers(ArrayNode layers, ImageView image) {
    Map<Digest, StoredLayer> stored =
        images.layers().stream().collect(Collectors.toMap(StoredLayer::diffId, layer -> layer));
    for (Digest diffId : image.config().diffIds()) {
      ObjectNode one = layers.addObject();
      one.put("diffId", diffId.toString());
      StoredLayer layer = stored.get(diffId);
      if (layer != null) {
        one.put("size", layer.sizeBytes());
        one.put("inodes", layer.inodes());
        one.put("directory", layer.diff().toString());
      }
    }
  }
}
