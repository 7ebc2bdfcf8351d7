package io.crij.deploy.image;

import io.crij.deploy.client.Sizes;
import io.crij.image.operator.v1.TreeImage;
import io.crij.image.operator.v1.TreeLayer;
import io.crij.image.operator.v1.TreeResponse;
import io.crij.operations.record.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The answer of Tree as text. */
final class ImageTree {
  private final TreeResponse tree;
  private final Map<String, TreeLayer> layers = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  ImageTree(TreeResponse tree) {
    this.tree = tree;
    tree.getLayersList().forEach(layer -> layers.put(layer.getDiffId(), layer));
    tree.getImagesList().forEach(image -> names.put(image.getImage().getId(), name(image)));
  }

  /** For people: an image, its layers from the base up, what it has for itself. */
  String lines() {
    StringBuilder text = new StringBuilder();
    for (TreeImage image : tree.getImagesList()) {
      text.append(name(image))
          .append("  ")
          .append(ImageCalls.shortId(image.getImage().getId()))
          .append("  ")
          .append(Sizes.text(image.getImage().getSize()))
          .append(", ")
          .append(Sizes.text(image.getUnshared()))
          .append(" of it in no other image");
      if (image.getContainersCount() > 0) {
        text.append(", used by ").append(image.getContainersCount()).append(" containers");
      }
      text.append('\n');
      List<String> diffIds = image.getDiffIdsList();
      for (int i = 0; i < diffIds.size(); i++) {
        text.append(i == diffIds.size() - 1 ? "└─ " : "├─ ")
            .append(layer(diffIds.get(i), image.getImage().getId()))
            .append('\n');
      }
    }
    appendUnused(text);
    return text.toString();
  }

  private String layer(String diffId, String owner) {
    TreeLayer layer = layers.getOrDefault(diffId, TreeLayer.getDefaultInstance());
    List<String> others =
        layer.getImagesList().stream().filter(id -> !id.equals(owner)).map(this::nameOf).toList();
    return ImageCalls.shortId(diffId)
        + "  "
        + Sizes.text(layer.getSize())
        + (others.isEmpty() ? "" : "  shared with " + String.join(", ", others));
  }

  private void appendUnused(StringBuilder text) {
    List<TreeLayer> unused =
        tree.getLayersList().stream().filter(layer -> layer.getImagesCount() == 0).toList();
    if (!unused.isEmpty()) {
      text.append("layers of no image\n");
      for (TreeLayer layer : unused) {
        text.append("   ")
            .append(ImageCalls.shortId(layer.getDiffId()))
            .append("  ")
            .append(Sizes.text(layer.getSize()))
            .append('\n');
      }
    }
  }

  private String nameOf(String id) {
    return Optional.ofNullable(names.get(id)).orElse(ImageCalls.shortId(id));
  }

  private static String name(TreeImage image) {
    return ImageCalls.names(image.getImage()).getFirst();
  }

  /** For programs: one JSON object in one line. */
  String json() {
    ObjectNode root = Json.strict().createObjectNode();
    ArrayNode images = root.putArray("images");
    for (TreeImage image : tree.getImagesList()) {
      ObjectNode one = images.addObject();
      ImageJson.put(one, image.getImage());
      image.getDiffIdsList().forEach(one.putArray("layers")::add);
      one.put("unshared", image.getUnshared());
      image.getContainersList().forEach(one.putArray("containers")::add);
    }
    ArrayNode all = root.putArray("layers");
    for (TreeLayer layer : tree.getLayersList()) {
      ObjectNode one = all.addObject();
      one.put("diffId", layer.getDiffId());
      one.put("size", layer.getSize());
      one.put("inodes", layer.getInodes());
      layer.getImagesList().forEach(one.putArray("images")::add);
    }
    return Json.write(root) + "\n";
  }
}
