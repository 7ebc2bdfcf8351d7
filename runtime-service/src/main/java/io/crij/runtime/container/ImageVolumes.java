package io.crij.runtime.container;

import io.crij.cri.v1.ContainerConfig;
import io.crij.cri.v1.Mount;
import io.crij.image.ImageView;
import io.crij.image.Images;
import io.crij.image.rootfs.ImageMounts;
import io.crij.image.rootfs.ImageVolume;
import io.crij.operations.failure.InvalidArgument;
import io.crij.operations.failure.NotFound;
import io.crij.operations.failure.PlainText;
import io.crij.runtime.spec.ImageMount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The image volumes of a request.
 *
 * @param wanted in the request's order
 * @param mounts which of the request's mounts each of them is
 */
record ImageVolumes(List<ImageVolume> wanted, List<Integer> mounts) {
  ImageVolumes {
    wanted = List.copyOf(wanted);
    mounts = List.copyOf(mounts);
  }

  /** Finds the images; nothing is mounted. */
  static ImageVolumes of(ContainerConfig config, Images images) {
    List<ImageVolume> wanted = new ArrayList<>();
    List<Integer> mounts = new ArrayList<>();
    for (int number = 0; number < config.getMountsCount(); number++) {
      Mount mount = config.getMounts(number);
      if (mount.hasImage()) {
        wanted.add(new ImageVolume(image(number, mount, images).id(), mount.getImageSubPath()));
        mounts.add(number);
      }
    }
    return new ImageVolumes(wanted, mounts);
  }

  private static ImageView image(int number, Mount mount, Images images) {
    String field = "mounts[" + number + "].image";
    String reference = mount.getImage().getImage();
    if (reference.isEmpty()) {
      throw new InvalidArgument(field + " names no image", "Set " + field + ".image.");
    }
    return images
        .resolve(reference)
        .orElseThrow(
            () ->
                new NotFound(
                    "image " + PlainText.of(reference) + " of " + field + " is not on this node",
                    "Pull the image first."));
  }

  boolean isEmpty() {
    return wanted.isEmpty();
  }

  /** For the specification, by the number of the request's mount; they are mounted. */
  Map<Integer, ImageMount> at(ImageMounts mounted, String containerId) {
    Map<Integer, ImageMount> found = new HashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      ImageVolume volume = wanted.get(i);
      found.put(
          mounts.get(i),
          new ImageMount(
              mounted.source(containerId, i, volume.subPath()), volume.imageId().toString()));
    }
    return Map.copyOf(found);
  }
}
