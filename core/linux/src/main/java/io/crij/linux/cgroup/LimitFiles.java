package io.crij.linux.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Sets limits of a group and reads them back: all of what is asked for, or nothing. */
sealed interface LimitFiles permits LimitFilesV1, LimitFilesV2 {
  static LimitFiles of(CgroupHost host, CgroupPath group) {
    return host.isV2() ? new LimitFilesV2(host, group) : new LimitFilesV1(host, group);
  }

  CgroupHost host();

  CgroupPath group();

  /** In an order that the kernel takes. */
  void write(GroupLimits wanted, ChangedFiles files) throws IOException;

  /** What is in force of what is asked for. */
  GroupLimits read(GroupLimits asked) throws IOException;

  default ChangedFiles set(GroupLimits wanted) throws IOException {
    ChangedFiles files = new ChangedFiles();
    try {
      write(wanted, files);
      return files;
    } catch (IOException | RuntimeException failure) {
      files.undo(failure);
      throw failure;
    }
  }

  default Path file(String controller, String name) throws IOException {
    return host()
        .directory(controller, group())
        .orElseThrow(() -> new IOException("no control groups for " + controller))
        .resolve(name);
  }

  default Optional<String> text(String controller, String name) throws IOException {
    return host().directory(controller, group()).isEmpty()
        ? Optional.empty()
        : CgroupFile.read(file(controller, name));
  }

  default OptionalLong number(String controller, String name) throws IOException {
    Optional<String> text = text(controller, name).filter(found -> !found.isEmpty());
    return text.isPresent() ? number(text.get()) : OptionalLong.empty();
  }

  static OptionalLong number(String text) {
    return OptionalLong.of(text.equals("max") ? GroupLimits.NO_LIMIT : Long.parseLong(text));
  }

  default void writeCpusets(GroupLimits wanted, ChangedFiles files) throws IOException {
    if (!wanted.cpus().isEmpty()) {
      files.write(file("cpuset", "cpuset.cpus"), wanted.cpus());
    }
    if (!wanted.mems().isEmpty()) {
      files.write(file("cpuset", "cpuset.mems"), wanted.mems());
    }
  }

  default String cpuset(String asked, String name) throws IOException {
    return asked.isEmpty() ? "" : text("cpuset", name).orElse("");
  }

  default Map<String, Long> hugePages(GroupLimits asked, String suffix) throws IOException {
    Map<String, Long> found = new TreeMap<>();
    for (String size : asked.hugePages().keySet()) {
      OptionalLong value = number("hugetlb", "hugetlb." + size + suffix);
      value.ifPresent(bytes -> found.put(size, bytes));
    }
    return found;
  }
}
