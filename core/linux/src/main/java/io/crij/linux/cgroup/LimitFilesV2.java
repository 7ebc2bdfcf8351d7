package io.crij.linux.cgroup;

import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The files of cgroup v2 (Documentation/admin-guide/cgroup-v2.rst). */
record LimitFilesV2(CgroupHost host, CgroupPath group) implements LimitFiles {
  private static final String MAX = "max";

  @Override
  public void write(GroupLimits wanted, ChangedFiles files) throws IOException {
    if (wanted.cpuShares().isPresent()) {
      long weight = CpuWeight.ofShares(wanted.cpuShares().getAsLong());
      files.write(file("cpu", "cpu.weight"), Long.toString(weight));
    }
    if (wanted.cpuQuotaMicros().isPresent() || wanted.cpuPeriodMicros().isPresent()) {
      String[] now = cpuMax();
      String quota =
          wanted.cpuQuotaMicros().isPresent() ? limit(wanted.cpuQuotaMicros().getAsLong()) : now[0];
      String period =
          wanted.cpuPeriodMicros().isPresent()
              ? Long.toString(wanted.cpuPeriodMicros().getAsLong())
              : now[1];
      files.write(file("cpu", "cpu.max"), quota + " " + period);
    }
    writeCpusets(wanted, files);
    memory(wanted, files);
    for (Map.Entry<String, Long> limit : wanted.hugePages().entrySet()) {
      files.write(file("hugetlb", "hugetlb." + limit.getKey() + ".max"), limit(limit.getValue()));
    }
    for (Map.Entry<String, String> each : new TreeMap<>(wanted.unified()).entrySet()) {
      files.write(file("memory", each.getKey()), each.getValue());
    }
  }

  private void memory(GroupLimits wanted, ChangedFiles files) throws IOException {
    if (wanted.memoryBytes().isPresent()) {
      long memory = wanted.memoryBytes().getAsLong();
      requireAboveUse(memory);
      files.write(file("memory", "memory.max"), limit(memory));
    }
    if (wanted.memoryAndSwapBytes().isPresent()) {
      long both = wanted.memoryAndSwapBytes().getAsLong();
      long swap =
          both == GroupLimits.NO_LIMIT
              ? GroupLimits.NO_LIMIT
              : Math.max(0, both - Math.max(0, wanted.memoryBytes().orElse(0)));
      files.write(file("memory", "memory.swap.max"), limit(swap));
    }
  }

  /** v1 refuses such a limit; v2 would take it and kill somebody in the group. */
  private void requireAboveUse(long memory) throws IOException {
    OptionalLong used = number("memory", "memory.current");
    if (memory != GroupLimits.NO_LIMIT && used.isPresent() && used.getAsLong() > memory) {
      throw new IOException(
          "a limit of " + memory + " bytes is below the " + used.getAsLong() + " in use");
    }
  }

  @Override
  public GroupLimits read(GroupLimits asked) throws IOException {
    String[] max = cpuMax();
    OptionalLong weight = number("cpu", "cpu.weight");
    Map<String, String> unified = new TreeMap<>();
    for (String name : asked.unified().keySet()) {
      text("memory", name).ifPresent(value -> unified.put(name, value));
    }
    return new GroupLimits(
        asked.cpuShares().isPresent() && weight.isPresent()
            ? shares(asked.cpuShares().getAsLong(), weight.getAsLong())
            : OptionalLong.empty(),
        asked.cpuQuotaMicros().isPresent() ? LimitFiles.number(max[0]) : OptionalLong.empty(),
        asked.cpuPeriodMicros().isPresent() ? LimitFiles.number(max[1]) : OptionalLong.empty(),
        cpuset(asked.cpus(), "cpuset.cpus"),
        cpuset(asked.mems(), "cpuset.mems"),
        asked.memoryBytes().isPresent() ? number("memory", "memory.max") : OptionalLong.empty(),
        both(asked),
        hugePages(asked, ".max"),
        unified);
  }

  /** Several numbers of shares have one weight. */
  private static OptionalLong shares(long asked, long weight) {
    return OptionalLong.of(
        CpuWeight.ofShares(asked) == weight ? asked : CpuWeight.toShares(weight));
  }

  private OptionalLong both(GroupLimits asked) throws IOException {
    OptionalLong memory = number("memory", "memory.max");
    OptionalLong swap = number("memory", "memory.swap.max");
    if (asked.memoryAndSwapBytes().isEmpty() || memory.isEmpty() || swap.isEmpty()) {
      return OptionalLong.empty();
    }
    boolean none = memory.getAsLong() == GroupLimits.NO_LIMIT || swap.getAsLong() < 0;
    return OptionalLong.of(none ? GroupLimits.NO_LIMIT : memory.getAsLong() + swap.getAsLong());
  }

  private String[] cpuMax() throws IOException {
    String[] found = text("cpu", "cpu.max").orElse("").split(" ");
    return found.length == 2 ? found : new String[] {MAX, "100000"};
  }

  private static String limit(long value) {
    return value == GroupLimits.NO_LIMIT ? MAX : Long.toString(value);
  }
}
