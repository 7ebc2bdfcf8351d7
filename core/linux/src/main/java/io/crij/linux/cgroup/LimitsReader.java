package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads limits back. */
final class LimitsReader {
  /** What v1 shows for "no limit": the largest number, rounded down to a page of up to 64 KiB. */
  private static final long V1_UNLIMITED = Long.MAX_VALUE - 0xffff;

  private final CgroupHost host;

  LimitsReader(CgroupHost host) {
    this.host = host;
  }

  CgroupLimits read(CgroupPath group) throws IOException {
    return host.isV2() ? readV2(group) : readV1(group);
  }

  private CgroupLimits readV1(CgroupPath group) throws IOException {
    OptionalLong quota = number("cpu", group, "cpu.cfs_quota_us");
    OptionalLong memory = number("memory", group, "memory.limit_in_bytes");
    return new CgroupLimits(
        number("cpu", group, "cpu.shares"),
        quota.orElse(-1) > 0 ? quota : OptionalLong.empty(),
        number("cpu", group, "cpu.cfs_period_us"),
        memory.orElse(V1_UNLIMITED) < V1_UNLIMITED ? memory : OptionalLong.empty());
  }

  private CgroupLimits readV2(CgroupPath group) throws IOException {
    OptionalLong weight = number("cpu", group, "cpu.weight");
    String[] max = read("cpu", group, "cpu.max").orElse("").split(" ");
    return new CgroupLimits(
        weight.isPresent()
            ? OptionalLong.of(CpuWeight.toShares(weight.getAsLong()))
            : OptionalLong.empty(),
        number(max[0]),
        max.length > 1 ? number(max[1]) : OptionalLong.empty(),
        number("memory", group, "memory.max"));
  }

  private OptionalLong number(String controller, CgroupPath group, String file) throws IOException {
    return number(read(controller, group, file).orElse(""));
  }

  private static OptionalLong number(String text) {
    return text.isEmpty() || text.equals("max")
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(text));
  }

  private Optional<String> read(String controller, CgroupPath group, String file)
      throws IOException {
    Optional<Path> directory = host.directory(controller, group);
    return directory.isEmpty() ? Optional.empty() : CgroupFile.read(directory.get().resolve(file));
  }
}
