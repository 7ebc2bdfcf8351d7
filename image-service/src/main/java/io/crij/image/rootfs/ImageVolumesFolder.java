package io.crij.image.rootfs;

import java.io.IOException;
import java.nio.file.Path;

/**
 * On disk: {@code <container>/volumes.json}, and for each volume {@code files-<number>/} with the
 * files of an artifact, or {@code root-<number>/}, which looks like the root of an image.
 */
final class ImageVolumesFolder {
  private static final ContainerHomes.Kind<ImageVolumesRecord> KIND =
      new ContainerHomes.Kind<>(
          "volumes.json",
          ImageVolumesRecord.class,
          ImageVolumesRecord.VERSION,
          ImageVolumesRecord::containerId);

  private ImageVolumesFolder() {}

  static ContainerHomes<ImageVolumesRecord> open(Path root) throws IOException {
    return ContainerHomes.open(root, KIND);
  }
}
