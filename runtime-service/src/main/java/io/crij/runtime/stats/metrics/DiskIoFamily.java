package io.crij.runtime.stats.metrics;

import io.crij.linux.usage.BlockDevices;
import io.crij.linux.usage.DeviceIo;
import io.crij.linux.usage.GroupUsage;
import java.io.IOException;
import java.util.List;

/** What was read from and written to block devices. */
record DiskIoFamily(GroupUsage usage, BlockDevices devices) implements MetricFamily {
  private static final String DEVICE = "device";
  private static final Described USAGE =
      Described.counter(
          "blkio_device_usage_total",
          "Bytes read from and written to a block device.",
          DEVICE,
          "major",
          "minor",
          "operation");
  private static final Described READS =
      Described.counter("fs_reads_total", "Reads from a block device.", DEVICE);
  private static final Described WRITES =
      Described.counter("fs_writes_total", "Writes to a block device.", DEVICE);
  private static final Described READ_BYTES =
      Described.counter("fs_reads_bytes_total", "Bytes read from a block device.", DEVICE);
  private static final Described WRITE_BYTES =
      Described.counter("fs_writes_bytes_total", "Bytes written to a block device.", DEVICE);

  @Override
  public List<Described> described() {
    return List.of(USAGE, READS, WRITES, READ_BYTES, WRITE_BYTES);
  }

  @Override
  public void sample(Subject subject, Samples samples) throws IOException {
    if (subject.group().isEmpty() || subject.container().isEmpty()) {
      return;
    }
    for (DeviceIo io : usage.io(subject.group().get())) {
      String device = devices.name(io.device());
      String[] numbers = io.device().split(":", 2);
      samples.add(USAGE, io.readBytes(), device, numbers[0], numbers[1], "Read");
      samples.add(USAGE, io.writeBytes(), device, numbers[0], numbers[1], "Write");
      samples.add(READS, io.reads(), device);
      samples.add(WRITES, io.writes(), device);
      samples.add(READ_BYTES, io.readBytes(), device);
      samples.add(WRITE_BYTES, io.writeBytes(), device);
    }
  }
}
