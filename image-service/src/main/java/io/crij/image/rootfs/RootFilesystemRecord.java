package io.crij.image.rootfs;

import io.crij.image.reference.Digest;
import java.util.List;

/**
 * rootfs.json.
 *
 * @param layers diffIDs from the base up, which it keeps
 */
record RootFilesystemRecord(String containerId, String imageId, List<String> layers) {
  static final int VERSION = 1;

  RootFilesystemRecord {
    ContainerId.require(containerId);
    Digest.parse(imageId);
    layers = List.copyOf(layers);
    layers.forEach(Digest::parse);
  }

  List<Digest> diffIds() {
    return layers.stream().map(Digest::parse).toList();
  }
}
