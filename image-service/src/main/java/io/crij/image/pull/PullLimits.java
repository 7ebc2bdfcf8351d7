package io.crij.image.pull;

import java.time.Duration;

/**
 * Bounds of one pull.
 *
 * @param layersAtOnce layers of one image that are fetched at the same time
 * @param attempts of one layer at one endpoint
 * @param backoff before a layer's next attempt
 * @param resolve until the manifest and the configuration are there
 * @param layers until all layers are there; stalls are found much sooner
 * @param commit until the image is recorded
 */
public record PullLimits(
    int layersAtOnce,
    int attempts,
    Duration backoff,
    Duration resolve,
    Duration layers,
    Duration commit) {

  public static final PullLimits DEFAULT =
      new PullLimits(
          4,
          3,
          Duration.ofMillis(500),
          Duration.ofMinutes(5),
          Duration.ofHours(6),
          Duration.ofMinutes(2));
}
