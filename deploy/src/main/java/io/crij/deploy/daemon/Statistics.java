package io.crij.deploy.daemon;

import io.crij.deploy.config.Configuration;
import io.crij.image.rootfs.RootFilesystems;
import io.crij.linux.usage.GroupUsage;
import io.crij.runtime.container.Containers;
import io.crij.runtime.stats.LayerUsageSettings;
import io.crij.runtime.stats.LayerUsages;
import io.crij.runtime.stats.ProcessorActivity;
import io.crij.runtime.stats.StatsParts;
import io.crij.sandbox.Sandboxes;
import java.time.Clock;
import java.util.Set;

/** What the RPCs about the use of pods answer from. */
final class Statistics {
  private Statistics() {}

  static StatsParts start(
      Configuration configuration,
      Machinery machinery,
      RootFilesystems rootFilesystems,
      Sandboxes sandboxes,
      Containers containers,
      StopList stops) {
    Clock clock = Clock.systemUTC();
    GroupUsage usage = GroupUsage.of(machinery.cgroups().host());
    LayerUsages layers =
        stops.add(
            "the count of writable layers",
            LayerUsages.start(
                rootFilesystems,
                new ProcessorActivity(containers, usage),
                new LayerUsageSettings(
                    configuration.stats().layerCountPeriod(),
                    configuration.stats().layerCountCpuPercent()),
                clock));
    return new StatsParts(
        sandboxes,
        containers,
        machinery.cgroups(),
        layers,
        configuration.root(),
        Set.copyOf(configuration.stats().includedPodMetrics()),
        machinery.threads().background(),
        clock);
  }
}
