package io.crij.deploy.config;

import java.time.Duration;
import java.util.List;

/**
 * What is told of the use of pods.
 *
 * @param layerCountPeriod between two counts of writable layers
 * @param layerCountCpuPercent of one processor
 */
public record StatsConfiguration(
    List<String> includedPodMetrics, Duration layerCountPeriod, int layerCountCpuPercent) {
  static StatsConfiguration of(Settings settings) {
    return new StatsConfiguration(
        settings.get(Keys.INCLUDED_POD_METRICS),
        settings.get(Keys.LAYER_COUNT_PERIOD),
        settings.get(Keys.LAYER_COUNT_CPU_PERCENT));
  }
}
