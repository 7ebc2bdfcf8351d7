package io.crij.image.rootfs;

import io.crij.image.ImageView;
import io.crij.image.reference.Digest;
import java.util.List;

/** volumes.json: what a container's image volumes need, whatever becomes of the images' names. */
record ImageVolumesRecord(String containerId, List<Volume> volumes) {
  static final int VERSION = 1;

  /**
   * One of them.
   *
   * @param image its id
   * @param artifact whether the parts are blobs of an artifact
   * @param parts the layers of the image, from the base up, or the blobs
   */
  record Volume(String image, boolean artifact, List<String> parts) {
    Volume {
      Digest.parse(image);
      parts = List.copyOf(parts);
      parts.forEach(Digest::parse);
    }

    static Volume of(ImageView image) {
      return new Volume(
          image.id().toString(),
          image.config().isArtifact(),
          image.config().diffIds().stream().map(Digest::toString).toList());
    }

    Digest id() {
      return Digest.parse(image);
    }

    List<Digest> digests() {
      return parts.stream().map(Digest::parse).toList();
    }
  }

  ImageVolumesRecord {
    ContainerId.require(containerId);
    volumes = List.copyOf(volumes);
  }

  static ImageVolumesRecord of(String containerId, List<ImageView> images) {
    return new ImageVolumesRecord(containerId, images.stream().map(Volume::of).toList());
  }

  List<Digest> images() {
    return volumes.stream().map(Volume::id).toList();
  }
}
