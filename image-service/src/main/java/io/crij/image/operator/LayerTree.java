package io.crij.image.operator;

import io.crij.image.ImageView;
import io.crij.image.operator.v1.TreeImage;
import io.crij.image.operator.v1.TreeLayer;
import io.crij.image.operator.v1.TreeRequest;
import io.crij.image.operator.v1.TreeResponse;
import io.crij.image.reference.Digest;
import io.crij.image.store.ImageStore;
import io.crij.image.store.StoredLayer;
import io.crij.operations.failure.NotFound;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Tree: layers and the images that share them, from memory. */
final class LayerTree {
  private final ImageStore images;
  private final ImageUsers containers;

  LayerTree(ImageStore images, ImageUsers containers) {
    this.images = images;
    this.containers = containers;
  }

  TreeResponse answer(TreeRequest request) {
    List<ImageView> all = images.list();
    List<StoredLayer> layers = images.layers();
    Map<Digest, Set<String>> users = new HashMap<>();
    for (ImageView image : all) {
      for (Digest diffId : image.config().diffIds()) {
        users.computeIfAbsent(diffId, _ -> new TreeSet<>()).add(image.id().toString());
      }
    }
    List<ImageView> shown = request.getImage().isEmpty() ? all : List.of(find(request.getImage()));
    Set<Digest> wanted = new HashSet<>();
    shown.forEach(image -> wanted.addAll(image.config().diffIds()));
    TreeResponse.Builder answer = TreeResponse.newBuilder();
    for (ImageView image : shown) {
      answer.addImages(image(image, layers, users));
    }
    for (StoredLayer layer : layers) {
      if (request.getImage().isEmpty() || wanted.contains(layer.diffId())) {
        answer.addLayers(layer(layer, users.getOrDefault(layer.diffId(), Set.of())));
      }
    }
    return answer.build();
  }

  private ImageView find(String reference) {
    return images
        .resolve(reference)
        .orElseThrow(
            () ->
                new NotFound(
                    "image " + reference + " is not on this node", "See: crij image list."));
  }

  private TreeImage image(
      ImageView image, List<StoredLayer> layers, Map<Digest, Set<String>> users) {
    Set<Digest> own = Set.copyOf(image.config().diffIds());
    long unshared =
        layers.stream()
            .filter(layer -> own.contains(layer.diffId()))
            .filter(layer -> users.get(layer.diffId()).size() == 1)
            .mapToLong(StoredLayer::sizeBytes)
            .sum();
    return TreeImage.newBuilder()
        .setImage(ImageSummaries.of(image))
        .addAllDiffIds(image.config().diffIds().stream().map(Digest::toString).toList())
        .setUnshared(unshared)
        .addAllContainers(containers.containers(image.id()))
        .build();
  }

  private static TreeLayer layer(StoredLayer layer, Collection<String> users) {
    return TreeLayer.newBuilder()
        .setDiffId(layer.diffId().toString())
        .setSize(layer.sizeBytes())
        .setInodes(layer.inodes())
        .addAllImages(users)
        .build();
  }
}
