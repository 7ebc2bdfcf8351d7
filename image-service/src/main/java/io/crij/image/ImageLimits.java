package io.crij.image;

import io.crij.image.layer.LayerLimits;
import io.crij.image.pull.PullLimits;
import io.crij.image.registry.DownloadLimits;
import io.crij.image.registry.RegistryLimits;

/**
 * Bounds of everything that has to do with images.
 *
 * @param concurrentPulls pulls that run at once, at least 1; others wait for their turn
 * @param layerThreads threads that all pulls share for layers, at least 1, beside one each
 */
public record ImageLimits(
    int concurrentPulls,
    int layerThreads,
    RegistryLimits registry,
    DownloadLimits downloads,
    PullLimits pull,
    LayerLimits layer) {

  public static final ImageLimits DEFAULT =
      new ImageLimits(4, 6, RegistryLimits.DEFAULT, PullLimits.DEFAULT, LayerLimits.DEFAULT);

  /** With the usual limits of downloads. */
  public ImageLimits(
      int concurrentPulls,
      int layerThreads,
      RegistryLimits registry,
      PullLimits pull,
      LayerLimits layer) {
    this(concurrentPulls, layerThreads, registry, DownloadLimits.DEFAULT, pull, layer);
  }

  public ImageLimits {
    if (concurrentPulls < 1 || layerThreads < 1) {
      throw new IllegalArgumentException(
          "concurrent pulls and layer threads are at least 1, not "
              + concurrentPulls
              + " and "
              + layerThreads);
    }
  }

  public ImageLimits withConcurrentPulls(int pulls) {
    return new ImageLimits(pulls, layerThreads, registry, downloads, pull, layer);
  }

  public ImageLimits withRegistry(RegistryLimits limits) {
    return new ImageLimits(concurrentPulls, layerThreads, limits, downloads, pull, layer);
  }

  public ImageLimits withDownloads(DownloadLimits limits) {
    return new ImageLimits(concurrentPulls, layerThreads, registry, limits, pull, layer);
  }
}
