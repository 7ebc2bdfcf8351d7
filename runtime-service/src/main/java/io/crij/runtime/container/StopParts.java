package io.crij.runtime.container;

import io.crij.linux.cgroup.Cgroups;
import java.util.concurrent.ScheduledExecutorService;

/** What ends containers. */
record StopParts(Cgroups cgroups, ScheduledExecutorService timer) {}
