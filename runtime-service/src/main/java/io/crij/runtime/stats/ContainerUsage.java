package io.crij.runtime.stats;

import io.crij.cri.v1.ContainerAttributes;
import io.crij.cri.v1.ContainerStats;
import io.crij.cri.v1.FilesystemIdentifier;
import io.crij.cri.v1.FilesystemUsage;
import io.crij.linux.cgroup.CgroupPath;
import io.crij.linux.usage.GroupUsage;
import io.crij.linux.usage.MemoryLimits;
import io.crij.linux.usage.MemoryUsage;
import io.crij.linux.usage.PressureKind;
import io.crij.runtime.container.Container;
import io.crij.runtime.container.ContainerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CRI {@code ContainerStats}. Reads about eight small files: platform threads only. */
final class ContainerUsage {
  private static final Logger log = LoggerFactory.getLogger(ContainerUsage.class);

  private final GroupUsage usage;
  private final CpuRates rates;
  private final LayerUsages layers;
  private final Path imageFileSystem;
  private final Clock clock;

  ContainerUsage(GroupUsage usage, CpuRates rates, StatsParts parts) {
    this.usage = usage;
    this.rates = rates;
    this.layers = parts.layers();
    this.imageFileSystem = parts.imageFileSystem();
    this.clock = parts.clock();
  }

  /** One that is not running uses nothing but its disk. */
  ContainerStats of(Container container) {
    ContainerStats.Builder stats = ContainerStats.newBuilder().setAttributes(attributes(container));
    layers.get(container.id()).ifPresent(layer -> stats.setWritableLayer(layer(layer)));
    try {
      if (isAlive(container)) {
        addGroup(stats, container);
      }
    } catch (IOException e) {
      log.warn("what {} uses was not read", container.text(), e);
    }
    return stats.build();
  }

  private static boolean isAlive(Container container) {
    return container.isRunning() || container.state() instanceof ContainerState.Created;
  }

  private static ContainerAttributes attributes(Container container) {
    return ContainerAttributes.newBuilder()
        .setId(container.id())
        .setMetadata(container.config().getMetadata())
        .putAllLabels(container.config().getLabelsMap())
        .putAllAnnotations(container.config().getAnnotationsMap())
        .build();
  }

  private void addGroup(ContainerStats.Builder stats, Container container) throws IOException {
    CgroupPath group = container.cgroup();
    OptionalLong cpu = usage.cpuNanos(group);
    if (cpu.isPresent()) {
      Instant now = clock.instant();
      OptionalLong rate = rates.nanoCores(container.id(), cpu.getAsLong(), age(container, now));
      stats.setCpu(
          CriUsage.cpu(
              Timestamps.nanos(now),
              cpu.getAsLong(),
              rate,
              usage.pressure(group, PressureKind.CPU)));
    }
    Optional<MemoryUsage> memory = usage.memory(group);
    if (memory.isPresent()) {
      long now = Timestamps.nanos(clock.instant());
      MemoryLimits limits = usage.memoryLimits(group);
      stats.setMemory(
          CriUsage.memory(now, memory.get(), limits, usage.pressure(group, PressureKind.MEMORY)));
      CriUsage.swap(now, memory.get(), limits).ifPresent(stats::setSwap);
    }
    usage
        .pressure(group, PressureKind.IO)
        .ifPresent(io -> stats.setIo(CriUsage.io(Timestamps.nanos(clock.instant()), io)));
  }

  private static Duration age(Container container, Instant now) {
    Instant born =
        container.state() instanceof ContainerState.Running(Instant startedAt)
            ? startedAt
            : container.createdAt();
    return Duration.between(born, now);
  }

  private FilesystemUsage layer(LayerUsage layer) {
    return FilesystemUsage.newBuilder()
        .setTimestamp(Timestamps.nanos(layer.measured()))
        .setFsId(FilesystemIdentifier.newBuilder().setMountpoint(imageFileSystem.toString()))
        .setUsedBytes(CriUsage.value(layer.bytes()))
        .setInodesUsed(CriUsage.value(layer.inodes()))
        .build();
  }
}
