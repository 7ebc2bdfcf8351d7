package io.crij.image.operator;

import io.crij.image.reference.Digest;
import io.crij.image.rootfs.ImageMounts;
import io.crij.image.rootfs.RootFilesystem;
import io.crij.image.rootfs.RootFilesystems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which containers use an image, as their root file system or as a volume. */
final class ImageUsers {
  private final RootFilesystems rootFilesystems;
  private final ImageMounts mounts;

  ImageUsers(RootFilesystems rootFilesystems, ImageMounts mounts) {
    this.rootFilesystems = rootFilesystems;
    this.mounts = mounts;
  }

  /** The images that some container uses. */
  Set<Digest> used() {
    Set<Digest> used = new HashSet<>();
    rootFilesystems.list().forEach(rootfs -> used.add(rootfs.imageId()));
    mounts.list().values().forEach(used::addAll);
    return used;
  }

  /** The ids of an image's containers, sorted. */
  List<String> containers(Digest image) {
    Set<String> containers = new TreeSet<>();
    rootFilesystems.list().stream()
        .filter(rootfs -> rootfs.imageId().equals(image))
        .map(RootFilesystem::containerId)
        .forEach(containers::add);
    mounts
        .list()
        .forEach(
            (container, images) -> {
              if (images.contains(image)) {
                containers.add(container);
              }
            });
    return List.copyOf(containers);
  }
}
