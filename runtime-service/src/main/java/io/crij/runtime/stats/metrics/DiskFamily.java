package io.crij.runtime.stats.metrics;

import io.crij.linux.host.DiskUsage;
import io.crij.runtime.stats.LayerUsage;
import io.crij.runtime.stats.LayerUsages;
import java.util.List;
import java.util.Optional;

/** What a container has written, and the file system that it is on. */
record DiskFamily(LayerUsages layers) implements MetricFamily {
  private static final String DEVICE = "device";
  private static final Described USAGE =
      Described.gauge("fs_usage_bytes", "Bytes on disk of the writable layer.", DEVICE);
  private static final Described LIMIT =
      Described.gauge("fs_limit_bytes", "Bytes that the file system has.", DEVICE);
  private static final Described INODES =
      Described.gauge("fs_inodes_total", "Inodes that the file system has.", DEVICE);
  private static final Described INODES_FREE =
      Described.gauge("fs_inodes_free", "Inodes that the file system has left.", DEVICE);

  @Override
  public List<Described> described() {
    return List.of(USAGE, LIMIT, INODES, INODES_FREE);
  }

  @Override
  public void sample(Subject subject, Samples samples) {
    if (subject.container().isEmpty()) {
      return;
    }
    DiskUsage disk = subject.disk();
    Optional<LayerUsage> layer = layers.get(subject.container().get().id());
    layer.ifPresent(known -> samples.add(USAGE, known.bytes(), disk.source()));
    samples.add(LIMIT, disk.totalBytes(), disk.source());
    samples.add(INODES, disk.totalInodes(), disk.source());
    samples.add(INODES_FREE, disk.totalInodes() - disk.usedInodes(), disk.source());
  }
}
