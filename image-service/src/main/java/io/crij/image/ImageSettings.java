package io.crij.image;

import io.crij.image.reference.Platform;
import java.nio.file.Path;

/**
 * Where images live on this node and what may be taken for them.
 *
 * @param root durable state; absolute
 * @param runroot state until the next boot; absolute
 * @param registries how registries are reached
 * @param platform whose images are chosen from an index
 * @param pinned those that garbage collection leaves alone
 */
public record ImageSettings(
    Path root,
    Path runroot,
    ImageFiles files,
    ImageLimits limits,
    RegistrySettings registries,
    Platform platform,
    PinnedImages pinned) {

  /** With the usual files and limits, for this machine. */
  public static ImageSettings of(Path root, Path runroot) {
    return new ImageSettings(
        root,
        runroot,
        ImageFiles.USUAL,
        ImageLimits.DEFAULT,
        RegistrySettings.usual(),
        Platform.host(),
        PinnedImages.NONE);
  }

  public ImageSettings withFiles(ImageFiles newFiles) {
    return new ImageSettings(root, runroot, newFiles, limits, registries, platform, pinned);
  }

  public ImageSettings withLimits(ImageLimits newLimits) {
    return new ImageSettings(root, runroot, files, newLimits, registries, platform, pinned);
  }

  public ImageSettings withRegistries(RegistrySettings reach) {
    return new ImageSettings(root, runroot, files, limits, reach, platform, pinned);
  }

  public ImageSettings withPinned(PinnedImages newPinned) {
    return new ImageSettings(root, runroot, files, limits, registries, platform, newPinned);
  }
}
