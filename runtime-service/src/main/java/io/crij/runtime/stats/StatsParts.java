package io.crij.runtime.stats;

import io.crij.linux.cgroup.Cgroups;
import io.crij.runtime.container.Containers;
import io.crij.sandbox.Sandboxes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * What {@link StatsRpcs} answers from.
 *
 * @param imageFileSystem the directory by which ImageFsInfo names the file system of layers
 * @param families of metrics, by the names of {@code PodMetrics.FAMILIES}; all others are left out
 * @param reads runs what reads many small files: platform threads
 * @param clock wall time
 */
public record StatsParts(
    Sandboxes sandboxes,
    Containers containers,
    Cgroups cgroups,
    LayerUsages layers,
    Path imageFileSystem,
    Set<String> families,
    Executor reads,
    Clock clock) {
  public StatsParts {
    families = Set.copyOf(families);
  }
}
