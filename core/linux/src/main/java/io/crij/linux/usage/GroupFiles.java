package io.crij.linux.usage;

import io.crij.linux.cgroup.CgroupFile;
import io.crij.linux.cgroup.CgroupHost;
import io.crij.linux.cgroup.CgroupPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The files of a group by controller; empty for what is not there, also when the group goes. */
record GroupFiles(CgroupHost host) {

  Optional<String> text(String controller, CgroupPath group, String file) throws IOException {
    return text(host.hierarchyOf(controller), group, file);
  }

  /** Of the v2 hierarchy, which is there beside those of v1 on many nodes. */
  Optional<String> unifiedText(CgroupPath group, String file) throws IOException {
    return text(host.unified(), group, file);
  }

  private static Optional<String> text(Optional<Path> hierarchy, CgroupPath group, String file)
      throws IOException {
    return hierarchy.isEmpty()
        ? Optional.empty()
        : CgroupFile.read(Path.of(hierarchy.get() + group.path(), file));
  }

  OptionalLong number(String controller, CgroupPath group, String file) throws IOException {
    Optional<String> text = text(controller, group, file);
    return text.isPresent() && !text.get().isEmpty()
        ? OptionalLong.of(Long.parseLong(text.get()))
        : OptionalLong.empty();
  }

  OptionalLong limit(String controller, CgroupPath group, String file) throws IOException {
    return KernelText.limit(text(controller, group, file).orElse(""));
  }

  Optional<Map<String, Long>> keyed(String controller, CgroupPath group, String file)
      throws IOException {
    return text(controller, group, file).map(KernelText::keyed);
  }

  /** The files of the two versions differ in what follows the size only. */
  List<HugePages> hugePages(CgroupPath group, String usageFile, Optional<String> mostFile)
      throws IOException {
    List<HugePages> all = new ArrayList<>();
    for (String size : HugePageSizes.ofThisNode()) {
      String file = "hugetlb." + size + ".";
      OptionalLong usage = number("hugetlb", group, file + usageFile);
      if (usage.isPresent()) {
        OptionalLong most =
            mostFile.isPresent()
                ? number("hugetlb", group, file + mostFile.get())
                : OptionalLong.empty();
        all.add(new HugePages(size, usage.getAsLong(), most));
      }
    }
    return all;
  }

  Optional<TaskCount> tasks(CgroupPath group) throws IOException {
    OptionalLong threads = number("pids", group, "pids.current");
    return threads.isEmpty()
        ? Optional.empty()
        : Optional.of(new TaskCount(threads.getAsLong(), limit("pids", group, "pids.max")));
  }

  Optional<Pressure> pressure(CgroupPath group, PressureKind kind) throws IOException {
    return unifiedText(group, kind.file()).flatMap(Pressure::parse);
  }
}
