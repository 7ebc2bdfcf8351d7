package io.crij.runtime.stats.metrics;

import io.crij.linux.cgroup.Cgroups;
import io.crij.linux.usage.GroupUsage;
import io.crij.runtime.stats.LayerUsages;
import java.time.Clock;

/**
 * Where samples come from.
 *
 * @param clock wall time
 */
public record MetricSources(GroupUsage usage, Cgroups cgroups, LayerUsages layers, Clock clock) {}
